// Lets the weekly drift hold customers against the model that the alias production names
import { registered } from "../../deploy/registered.mjs";
import { main } from "../../process/main.mjs";
import { EXIT, Stop } from "../../process/stop.mjs";
import { tell } from "../../workflows/outputs.mjs";
import { lookUp, mustAz } from "../az.mjs";
import { driftOverrides, setArguments } from "../overrides.mjs";
import { inWorkspace, setting } from "../settings.mjs";
import { trainingVersion } from "../training-image.mjs";
import { withTrainingVersion } from "../training-version.mjs";

await main(async () => {
  const { AZURE_KEY_VAULT: vault } = process.env;
  if (!vault) return tell("Azure ML: `AZURE_KEY_VAULT` is not set, so that the weekly drift is as it was.");
  const model = registered().aliases.production;
  const environment = await trainingVersion();
  const named = ["--name", "churn-training", "--version", environment];
  if (!(await lookUp(["ml", "environment", "show", ...named, ...inWorkspace()]))) {
    const mend = `gh workflow run deploy-model.yml -f to=production -f version=${model}`;
    throw new Stop(EXIT.MISSING, `churn-training:${environment} is not there for the weekly drift.`, mend);
  }
  const set = setArguments(
    driftOverrides({
      registry: setting("AZURE_MODEL_REGISTRY"),
      model,
      vault: `https://${vault}.vault.azure.net`,
      repository: setting("GITHUB_REPOSITORY"),
    }),
  );
  // it takes the place of one with its name
  const create = ["ml", "schedule", "create", "--file", "pipelines/drift-schedule.yaml", ...set, ...inWorkspace()];
  await withTrainingVersion(".", environment, () => mustAz(create));
  return tell(`Azure ML: the weekly drift is held against version ${model}.`);
});
