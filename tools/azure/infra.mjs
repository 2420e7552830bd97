// `node tools/azure/infra.mjs what-if|deploy|destroy STAGE`: infra/ in the resource group of this job's environment, as
// the identity of that environment. What az said stands in the job summary too
import { appendFileSync } from "node:fs";
import { main } from "../process/main.mjs";
import { EXIT, Stop } from "../process/stop.mjs";
import { az } from "./az.mjs";
import { read } from "./run-az.mjs";
import { setting } from "./settings.mjs";

const OFF =
  "npm run azure:setup -- --apply --location …\nturns Azure off in train.yml and deploy-model.yml; to deploy it again: infra/README.md";
const SUMMARY_LENGTH = 60_000; // GitHub takes a mebibyte

await main(async () => {
  const [action, stage] = process.argv.slice(2);
  const command = { "what-if": deployment, deploy: deployment, destroy }[action];
  if (!command || !["dev", "prod"].includes(stage)) {
    throw new Stop(EXIT.WRONG_USE, `${action} ${stage}: what-if, deploy or destroy is wanted, and dev or prod.`);
  }
  await command(action, stage);
});

async function deployment(action, stage) {
  const args = ["deployment", "group", action === "deploy" ? "create" : action];
  const values = [`@infra/params-${stage}.json`, `repositorySubject=${setting("AZURE_REPOSITORY_SUBJECT")}`];
  const group = setting("AZURE_RESOURCE_GROUP");
  const into = ["--resource-group", group, "--name", "main", "--template-file", "infra/main.bicep", "--no-prompt"];
  const ended = await az([...args, ...into, "--parameters", ...values]);
  if (ended.code !== 0) read(args, ended);
  if (action === "what-if") return tell(`### What a deployment would change in ${group}`, ended.output);
  const { outputs } = JSON.parse(ended.output).properties;
  const given = Object.entries(outputs).map(([name, { value }]) => `${name} = ${JSON.stringify(value)}`);
  tell(`### ${group} is deployed. Next: \`npm run azure:setup -- --apply\``, given.join("\n"));
}

async function destroy(_, stage) {
  const group = setting("AZURE_RESOURCE_GROUP");
  const typed = process.env.CONFIRM ?? "";
  if (typed !== group) {
    const mend = `gh workflow run infra.yml -f to=${stage} -f action=destroy -f confirm=${group}`;
    throw new Stop(EXIT.WRONG_USE, `"${typed}" is not ${group}: nothing was deleted.`, mend);
  }
  const args = ["group", "delete"];
  read(args, await az([...args, "--name", group, "--yes"]));
  tell(`### ${group} is deleted, with all that was in it`, OFF);
}

function tell(title, text) {
  console.log(`${title}\n${text}`);
  const short = text.length > SUMMARY_LENGTH ? `${text.slice(0, SUMMARY_LENGTH)}\n…` : text;
  appendFileSync(process.env.GITHUB_STEP_SUMMARY, `${title}\n\n\`\`\`\n${short}\n\`\`\`\n`);
}
