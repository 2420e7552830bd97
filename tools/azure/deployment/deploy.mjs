// staging|production VERSION DIGEST: makes the colour that nobody asks ready to answer with this version

import { registered, versionNamed } from "../../deploy/registered.mjs";
import { main } from "../../process/main.mjs";
import { EXIT, Stop } from "../../process/stop.mjs";
import { output, tell } from "../../workflows/outputs.mjs";
import { setting } from "../settings.mjs";
import { createDeployment, deleteDeployment, ensureEndpoint, holds, showDeployment } from "./endpoint.mjs";
import { modelThere } from "./model.mjs";
import { ensureScoringEnvironment, environmentOf } from "./scoring-image.mjs";
import { coloursOf } from "./traffic.mjs";

/** Machines of each colour. */
const INSTANCES = { staging: 1, production: 2 };

await main(async () => {
  const [stage, typed, digest] = process.argv.slice(2);
  const model = versionNamed(typed, registered());
  if (!(await modelThere(model))) {
    throw new Stop(
      EXIT.MISSING,
      `churn ${typed} is not registered in Azure ML.`,
      "deploy it to staging, which registers it",
    );
  }
  await ensureScoringEnvironment(digest);
  const { traffic } = await ensureEndpoint(`endpoints/${stage}.yaml`);
  const { live, idle } = coloursOf(traffic);
  const wanted = { version: String(model.version), environment: environmentOf(digest) };
  if (live && holds(await showDeployment(live), wanted))
    return tell(`Azure ML: ${live} answers with version ${typed} already.`);
  const there = await showDeployment(idle);
  if (!holds(there, wanted)) {
    if (there) await deleteDeployment(idle);
    await createDeployment(idle, { ...wanted, instances: INSTANCES[stage] });
  }
  tell(`Azure ML: ${idle} of ${setting("AZURE_ENDPOINT")} has version ${typed}, and no traffic yet.`);
  return output({ colour: idle });
});
