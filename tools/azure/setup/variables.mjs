import { gh, mustGh } from "../../github/gh.mjs";

/** GitHub's variables for one stage from what its deployment gave; none is a secret. */
export const stageVariables = ({ group }, outputs) =>
  outputs.clientIds.flatMap(({ environment, task, clientId }) => [
    { environment, name: "AZURE_CLIENT_ID", value: clientId },
    { environment, name: "AZURE_RESOURCE_GROUP", value: group },
    { environment, name: "AZURE_WORKSPACE", value: outputs.workspace },
    { environment, name: "AZURE_CONTAINER_REGISTRY", value: outputs.containerRegistry },
    ...(task === "train" ? [] : [{ environment, name: "AZURE_ENDPOINT", value: outputs.endpoint }]),
  ]);

/** What jobs of infra.yml log in with, and what they work on. */
export const infraVariables = ({ infra: environment, group }, { clientId, subscription, subject }) => [
  { environment, name: "AZURE_CLIENT_ID", value: clientId },
  { environment, name: "AZURE_RESOURCE_GROUP", value: group },
  { environment, name: "AZURE_SUBSCRIPTION_ID", value: subscription },
  { environment, name: "AZURE_REPOSITORY_SUBJECT", value: subject },
];

/** Sets those that are not there with this value; without --apply it shows the commands. */
export function ensureVariables(things, repository, variables) {
  const known = new Map();
  for (const { environment, name, value } of variables) {
    const at = ["--repo", repository, ...(environment ? ["--env", environment] : [])];
    if (!known.has(environment))
      known.set(environment, gh(["variable", "list", ...at, "--json", "name,value"]).body ?? []);
    const what = `variable ${name}${environment ? ` of ${environment}` : ""}: ${value}`;
    if (known.get(environment).some((one) => one.name === name && one.value === value)) console.log(`there    ${what}`);
    else if (things.apply) {
      mustGh(["variable", "set", name, ...at, "--body", value]);
      console.log(`made     ${what}`);
    } else {
      things.missing += 1;
      console.log(`missing  ${what}\n           gh variable set ${name} ${at.join(" ")} --body ${value}`);
    }
  }
}
