// [DIGEST]: brings the traffic to the colour that holds what the alias production names, as this image where the tag
// production was on it before: one command of az, as both colours are there

import { logIn, lookAt } from "../../deploy/images.mjs";
import { registered } from "../../deploy/registered.mjs";
import { main } from "../../process/main.mjs";
import { EXIT, Stop } from "../../process/stop.mjs";
import { tell } from "../../workflows/outputs.mjs";
import { setting } from "../settings.mjs";
import { holds, setTraffic, showDeployment, showEndpoint } from "./endpoint.mjs";
import { judge } from "./judge.mjs";
import { environmentOf } from "./scoring-image.mjs";

await main(async () => {
  const [before] = process.argv.slice(2);
  const version = String(registered().aliases.production);
  const endpoint = await showEndpoint();
  if (!endpoint) return tell(`Azure ML: there is no endpoint ${setting("AZURE_ENDPOINT")} yet.`);
  const environment = environmentOf(before || digestOf(version));
  for (const colour of ["blue", "green"]) {
    if (!holds(await showDeployment(colour), { version, environment })) continue;
    const asked = { url: endpoint.scoringUri, which: ["--version", version] };
    await judge("smoke", { ...asked, deployment: colour });
    await setTraffic({ [colour]: 100 });
    await judge("smoke", asked);
    return tell(`Azure ML: ${colour} answers everybody with version ${version}.`);
  }
  const mend = `gh workflow run deploy-model.yml -f version=${version}, then -f to=production`;
  const what = `No colour of the endpoint is well and holds version ${version} as image ${environment}.`;
  throw new Stop(EXIT.MISSING, what, mend);
});

function digestOf(version) {
  logIn();
  const digest = lookAt(`v${version}`)?.digest;
  if (digest) return digest;
  throw new Stop(EXIT.MISSING, `Staging proved no image of version ${version}.`, "put a good version into staging");
}
