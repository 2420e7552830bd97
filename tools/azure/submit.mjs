// ENVIRONMENT DATA: submits the pipeline with this version of churn-training and of customers, and says which job it is
import { cpSync, existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { main } from "../process/main.mjs";
import { output, tell } from "../workflows/outputs.mjs";
import { mustAz } from "./az.mjs";
import { setArguments, trainingOverrides } from "./overrides.mjs";
import { inWorkspace } from "./settings.mjs";
import { withTrainingVersion } from "./training-version.mjs";

await main(async () => {
  const [environment, data] = process.argv.slice(2);
  const { GITHUB_REF_NAME: branch, GITHUB_SHA: commit } = process.env;
  const displayName = `${branch} ${commit.slice(0, 12)}`;
  const set = setArguments(trainingOverrides({ displayName, branch, commit, data, champion: champion() }));
  const create = ["ml", "job", "create", "--file", "pipelines/training-pipeline.yaml"];
  const submit = () => mustAz([...create, ...set, ...inWorkspace()]);
  const { name, services } = await withTrainingVersion(".", environment, submit);
  const url = services?.Studio?.endpoint ?? "";
  output({ job: name, url });
  tell(`Azure ML: job \`${name}\` of ${displayName} ${url}`.trim());
});

/** What the new model is held against, as one folder; undefined while there is no champion. */
function champion() {
  if (JSON.parse(readFileSync("champion.json", "utf8")).champion === null) return undefined;
  const folder = resolve("artifacts/azure-champion");
  const paths = ["champion.json", "artifacts/champion"].filter((path) => existsSync(path));
  for (const path of paths) cpSync(path, join(folder, path), { recursive: true });
  return folder;
}
