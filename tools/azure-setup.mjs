// `npm run azure:setup`: what Azure and GitHub need before infra.yml can log in, and after it what its deployment gave.
// It shows what is missing; with --apply it makes it. Nothing here is a secret, and none is made
import { parseArgs } from "node:util";
import { azShow, mustAz } from "./azure/setup/az.mjs";
import { ensureEnvironments, isOpen, isReviewed, stops } from "./azure/setup/github-environments.mjs";
import { ensureInfraIdentity } from "./azure/setup/identity.mjs";
import { readNames, readRoles } from "./azure/setup/names.mjs";
import { subjectIn, subjectsOf } from "./azure/setup/subjects.mjs";
import { Things } from "./azure/setup/things.mjs";
import { ensureVariables, infraVariables, stageVariables, switchVariables } from "./azure/setup/variables.mjs";
import { mustGh, requireGh } from "./github/gh.mjs";
import { main } from "./process/main.mjs";
import { EXIT, Stop } from "./process/stop.mjs";
import { root } from "./project.mjs";

const PROVIDERS = [
  "ContainerRegistry",
  "Insights", // of which Azure itself writes "microsoft.insights"
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
  const person = { reviewer, login };
  const { id: subscription, name, tenantId } = mustAz(["account", "show"]);
  const names = readNames(root);
  const subjects = subjectsOf(repository);
  const groups = [names, ...names.stages].map(({ group }) => group);
  const known = knownGroups(groups, { apply, location });
  const things = new Things(apply);
  console.log(`${repository}, subscription ${name} (${subscription})\n`);
  tellSubjects(names, subjects);

  const refused = ensureEnvironments(things, repository, person);
  tellRefused(refused);
  if (refused.some(stops)) {
    console.log("Azure was not changed: it would trust environments that GitHub does not guard");
    return EXIT.MISSING;
  }
  ensureProviders(things);
  for (const group of groups) ensureGroup(things, group, { isThere: known.includes(group), location });
  const stages = isOpen(refused) ? names.stages.filter(({ stage }) => stage !== "prod") : names.stages;
  const deployments = stages.map((one) => setUpStage(things, { one, names, subjects, repository, subscription }));
  ensureVariables(things, repository, [
    { name: "AZURE_TENANT_ID", value: tenantId },
    { name: "AZURE_INFRA_REVIEWED", value: isReviewed(repository, person) ? "true" : undefined },
    ...switchVariables(deployments, subscription),
  ]);
  closing(things, deployments);
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
  const registered = mustAz(["provider", "list", "--query", "[?registrationState=='Registered'].namespace"]);
  const known = registered.map((namespace) => namespace.toLowerCase());
  for (const namespace of PROVIDERS.map((name) => `Microsoft.${name}`)) {
    const there = known.includes(namespace.toLowerCase()) ? {} : undefined;
    things.ensure(`provider ${namespace}`, {
      there,
      make: ["provider", "register", "--namespace", namespace, "--wait"],
    });
  }
}

/** Asks where to before anything is changed. */
function knownGroups(names, { apply, location }) {
  const known = mustAz(["group", "list", "--query", "[].name"]);
  const missing = names.find((name) => !known.includes(name));
  if (missing && apply && !location) {
    const what = `resource group ${missing} is not there, and --location says not where.`;
    throw new Stop(EXIT.WRONG_USE, what, "--location westeurope");
  }
  return known;
}

function ensureGroup(things, name, { isThere, location }) {
  const make = ["group", "create", "--name", name, "--location", location ?? "LOCATION"];
  things.ensure(`resource group ${name}`, { there: isThere ? {} : undefined, make });
}

/** Who deploys the stage, and its variables; returns how its last deployment ended, and what it gave. */
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
  const { provisioningState: state, outputs } = deployment?.properties ?? {};
  if (state !== "Succeeded") return { ...one, state };
  const given = Object.fromEntries(Object.entries(outputs).map(([output, { value }]) => [output, value]));
  ensureVariables(things, repository, stageVariables(one, given));
  return { ...one, state, given };
}

function tellRefused(refused) {
  for (const { what, why, instead } of refused) console.log(`- not allowed: ${what}: ${why}\n  instead: ${instead}`);
  if (isOpen(refused))
    console.log("prod is left out: without a rule that production is deployed from main, every branch could");
}

function closing(things, deployments) {
  console.log("");
  if (things.missing > 0)
    console.log(`${things.missing} missing: npm run azure:setup -- --apply [--location westeurope]`);
  const waits = deployments.filter(({ given }) => !given);
  for (const { stage, state } of waits) {
    const how = state ? `has a deployment that is ${state}` : "is not deployed";
    console.log(`${stage} ${how}: gh workflow run infra.yml -f to=${stage} -f action=deploy`);
  }
  if (waits.length > 0) console.log("then this command again, for the variables of its identities");
  const vault = deployments.find(({ stage }) => stage === "prod")?.given?.keyVault;
  if (vault)
    console.log(
      `secrets of the drift job: az keyvault secret set --vault-name ${vault} --name warehouse-url --file FILE`,
    );
}
