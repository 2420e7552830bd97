// `npm run azure:setup`: what Azure and GitHub need before infra.yml can log in, and after it what its deployment gave.
// It shows what is missing; with --apply it makes it. Nothing here is a secret, and none is made
import { parseArgs } from "node:util";
import { azShow, mustAz } from "./azure/setup/az.mjs";
import { ensureEnvironments, isOpen } from "./azure/setup/github-environments.mjs";
import { ensureInfraIdentity } from "./azure/setup/identity.mjs";
import { readNames, readRoles } from "./azure/setup/names.mjs";
import { subjectIn, subjectsOf } from "./azure/setup/subjects.mjs";
import { Things } from "./azure/setup/things.mjs";
import { ensureVariables, infraVariables, stageVariables } from "./azure/setup/variables.mjs";
import { mustGh, requireGh } from "./github/gh.mjs";
import { main } from "./process/main.mjs";
import { EXIT, Stop } from "./process/stop.mjs";
import { root } from "./project.mjs";

const PROVIDERS = [
  "ContainerRegistry",
  "Insights",
  "KeyVault",
  "MachineLearningServices",
  "ManagedIdentity",
  "OperationalInsights",
  "Storage",
];

await main(async () => {
  const { apply, location } = options();
  const repository = requireGh(root);
  const { id: reviewer, login } = mustGh(["api", "user"]);
  const { id: subscription, name, tenantId } = mustAz(["account", "show"]);
  const names = readNames(root);
  const subjects = subjectsOf(repository);
  const things = new Things(apply);
  console.log(`${repository}, subscription ${name} (${subscription})\n`);
  tellSubjects(names, subjects);

  const refused = ensureEnvironments(things, repository, { reviewer, login }, names.stages);
  ensureProviders(things);
  ensureGroups(
    things,
    [names, ...names.stages].map(({ group }) => group),
    location,
  );
  const stages = isOpen(refused) ? names.stages.filter(({ stage }) => stage !== "prod") : names.stages;
  const deployed = stages.map((one) => setUpStage(things, { one, names, subjects, repository, subscription }));
  const variables = [{ name: "AZURE_TENANT_ID", value: tenantId }];
  if (deployed.length === 2 && deployed.every(Boolean)) {
    // the switch of train.yml and deploy-model.yml: on when both have where to go
    variables.push({ name: "AZURE_SUBSCRIPTION_ID", value: subscription });
    variables.push({ name: "AZURE_MODEL_REGISTRY", value: deployed[1].modelRegistry });
  }
  ensureVariables(things, repository, variables);
  return closing(things, { refused, stages, deployed });
});

function options() {
  try {
    return parseArgs({ options: { apply: { type: "boolean" }, location: { type: "string" } } }).values;
  } catch ({ message }) {
    throw new Stop(EXIT.WRONG_USE, message, "npm run azure:setup -- [--apply] [--location westeurope]");
  }
}

function tellSubjects({ stages }, { byName, byIds, sent }) {
  console.log(
    "Subjects of GitHub's tokens, by names and by immutable ids; * is what GitHub sends for this repository:",
  );
  for (const environment of stages.flatMap(({ infra, environments }) => [infra, ...environments])) {
    for (const form of [byName, byIds]) console.log(`  ${form === sent ? "*" : " "} ${subjectIn(form, environment)}`);
  }
  console.log("");
}

function ensureProviders(things) {
  const known = mustAz(["provider", "list", "--query", "[?registrationState=='Registered'].namespace"]);
  for (const namespace of PROVIDERS.map((name) => `Microsoft.${name}`)) {
    const there = known.includes(namespace) ? {} : undefined;
    things.ensure(`provider ${namespace}`, { there, make: ["provider", "register", "--namespace", namespace] });
  }
}

function ensureGroups(things, names, location) {
  const known = mustAz(["group", "list", "--query", "[].name"]);
  const missing = names.find((name) => !known.includes(name));
  if (missing && things.apply && !location) {
    const what = `resource group ${missing} is not there, and --location says not where.`;
    throw new Stop(EXIT.WRONG_USE, what, "--location westeurope");
  }
  for (const name of names) {
    const make = ["group", "create", "--name", name, "--location", location ?? "LOCATION"];
    things.ensure(`resource group ${name}`, { there: known.includes(name) ? {} : undefined, make });
  }
}

/** Who deploys the stage, and its variables; returns what its deployment gave, where there was one. */
function setUpStage(things, { one, names, subjects, repository, subscription }) {
  const scopeOf = ({ group }) => `/subscriptions/${subscription}/resourceGroups/${group}`;
  const clientId = ensureInfraIdentity(things, {
    group: names.group,
    name: one.identity,
    subject: subjectIn(subjects.sent, one.infra),
    scope: scopeOf(one),
    roles: readRoles(root),
    reads: one.stage === "prod" ? scopeOf(names.stages[0]) : undefined, // whose staging may write to the model registry
  });
  if (clientId)
    ensureVariables(things, repository, infraVariables(one, { clientId, subscription, subject: subjects.sent }));
  const deployment = azShow(["deployment", "group", "show", "--resource-group", one.group, "--name", "main"]);
  if (deployment?.properties.provisioningState !== "Succeeded") return undefined;
  const { outputs } = deployment.properties;
  const given = Object.fromEntries(Object.entries(outputs).map(([output, { value }]) => [output, value]));
  ensureVariables(things, repository, stageVariables(one, given));
  return given;
}

function closing(things, { refused, stages, deployed }) {
  console.log("");
  for (const { what, why, instead } of refused) console.log(`- not allowed: ${what}: ${why}\n  instead: ${instead}`);
  if (isOpen(refused))
    console.log("prod is left out: without a rule that production is deployed from main, every branch could");
  if (things.missing > 0)
    console.log(`${things.missing} missing: npm run azure:setup -- --apply [--location westeurope]`);
  const waits = stages.filter((_, i) => !deployed[i]);
  for (const { stage } of waits)
    console.log(`${stage} is not deployed: gh workflow run infra.yml -f to=${stage} -f action=deploy`);
  if (waits.length > 0) console.log("then this command again, for the variables of its identities");
  for (const given of deployed.filter(Boolean)) {
    console.log(
      `secrets of ${given.workspace}: az keyvault secret set --vault-name ${given.keyVault} --name warehouse-url --file FILE`,
    );
  }
  return refused.some(({ isPlan }) => !isPlan) ? EXIT.MISSING : 0;
}
