import { gh } from "../../github/gh.mjs";
import { EXIT, Stop } from "../../process/stop.mjs";

/** GitHub's variables for one stage from what its deployment gave; none is a secret. */
export const stageVariables = ({ group }, outputs) =>
  outputs.clientIds.flatMap(({ environment, task, clientId }) => [
    { environment, name: "AZURE_CLIENT_ID", value: clientId },
    { environment, name: "AZURE_RESOURCE_GROUP", value: group },
    { environment, name: "AZURE_WORKSPACE", value: outputs.workspace },
    { environment, name: "AZURE_CONTAINER_REGISTRY", value: outputs.containerRegistry },
    ...(task === "train" ? [] : [{ environment, name: "AZURE_ENDPOINT", value: outputs.endpoint }]),
    ...(environment.startsWith("production")
      ? [{ environment, name: "AZURE_KEY_VAULT", value: outputs.keyVault }]
      : []),
  ]);

/** What jobs of infra.yml log in with, and what they work on. */
export const infraVariables = ({ infra: environment, group }, { clientId, subscription, subject }) => [
  { environment, name: "AZURE_CLIENT_ID", value: clientId },
  { environment, name: "AZURE_RESOURCE_GROUP", value: group },
  { environment, name: "AZURE_SUBSCRIPTION_ID", value: subscription },
  { environment, name: "AZURE_REPOSITORY_SUBJECT", value: subject },
];

/**
 * The switch of train.yml and deploy-model.yml: on when both stages have where to go, off when one has not; as it was
 * after a deployment that failed, which took nothing away.
 */
export function switchVariables(deployments, subscription) {
  const [dev, prod] = deployments;
  const isOff = deployments.some(({ state }) => state === undefined);
  if (!isOff && !(dev.given && prod?.given)) return [];
  return [
    { name: "AZURE_SUBSCRIPTION_ID", value: isOff ? undefined : subscription },
    { name: "AZURE_MODEL_REGISTRY", value: isOff ? undefined : prod.given.modelRegistry },
  ];
}

/** Sets those that are not there with this value, and deletes those that are to have none. */
export function ensureVariables(things, repository, variables) {
  const known = new Map();
  for (const { environment, name, value } of variables) {
    const at = ["--repo", repository, ...(environment ? ["--env", environment] : [])];
    if (!known.has(environment)) known.set(environment, variablesAt(at));
    const there = known.get(environment).find((one) => one.name === name);
    const what = `variable ${name}${environment ? ` of ${environment}` : ""}`;
    if (value !== undefined) {
      const make = ["variable", "set", name, ...at, "--body", value];
      things.ensure(`${what}: ${value}`, { there: there?.value === value ? there : undefined, make, program: "gh" });
    } else if (there) things.ensure(`no ${what}`, { make: ["variable", "delete", name, ...at], program: "gh" });
  }
}

/** None of an environment that is not there yet. */
function variablesAt(at) {
  const { ok, body, why } = gh(["variable", "list", ...at, "--json", "name,value"]);
  if (ok) return body;
  if (/not found/i.test(why)) return [];
  throw new Stop(EXIT.MISSING, `gh variable list: ${why}`, "gh auth login, as somebody who administers it");
}
