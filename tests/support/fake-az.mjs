// Stands for az, and for the control plane of Azure behind it: FOLDER COMMAND…; what it knows is FOLDER/az.json. Other
// commands and options than those here end with 2: they are those of azure-cli 2.91.0
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder, ...args] = process.argv.slice(2);
const path = join(folder, "az.json");
const known = JSON.parse(readFileSync(path, "utf8"));
const command = args.slice(
  0,
  args.findIndex((word) => word.startsWith("--")),
);
const given = optionsOf(args.slice(command.length));
appendFileSync(join(folder, "az-asked"), `${args.join(" ")}\n`);

const COMMANDS = {
  "bicep install": [["version"], () => undefined],
  "bicep build": [["file", "stdout"], () => "{}"],
  "bicep lint": [["file"], () => undefined],
  "account show": [[], account],
  "account set": [["subscription"], () => undefined],
  login: [["service-principal", "username", "tenant", "federated-token"], login],
  "provider list": [["query"], () => known.providers.map(asAzureWritesIt)],
  "provider register": [["namespace", "wait"], ({ namespace }) => void known.providers.push(namespace)],
  "group list": [["query"], () => Object.keys(known.groups)],
  "group create": [["name", "location"], createGroup],
  "group delete": [["name", "yes"], deleteGroup],
  "identity show": [["resource-group", "name"], ({ name }) => known.identities[name] ?? notFound("ResourceNotFound")],
  "identity create": [["resource-group", "name"], createIdentity],
  "identity federated-credential show": [["resource-group", "identity-name", "name"], credential],
  "identity federated-credential create": [CREDENTIAL(), setCredential],
  "identity federated-credential update": [CREDENTIAL(), setCredential],
  "role assignment list": [
    ["all", "assignee"],
    ({ assignee }) => known.roles.filter((one) => one.assignee === assignee),
  ],
  "role assignment create": [
    ["assignee-object-id", "assignee-principal-type", "role", "scope", "condition", "condition-version"],
    createRole,
  ],
  "role assignment delete": [["ids"], deleteRole],
  "deployment group show": [["resource-group", "name"], deployment],
  "deployment group what-if": [DEPLOYMENT(), () => "Resource changes: 1 to create."],
  "deployment group create": [DEPLOYMENT(), () => known.deployed],
};

const [options, answer] =
  COMMANDS[command.join(" ")] ?? end(2, `'${command.join(" ")}' is misspelled or not recognized`);
const unknown = Object.keys(given).find((name) => ![...options, "output", "query", "only-show-errors"].includes(name));
if (unknown) end(2, `unrecognized arguments: --${unknown}`);
if (known.loggedOut && command[0] !== "login") end(1, "Please run 'az login' to setup account.");
const group = given["resource-group"];
if (group && !known.groups[group]) notFound("ResourceGroupNotFound");
const body = answer(given);
writeFileSync(path, JSON.stringify(known));
if (body !== undefined) process.stdout.write(typeof body === "string" ? body : JSON.stringify(body));

function CREDENTIAL() {
  return ["resource-group", "identity-name", "name", "issuer", "subject", "audiences"];
}

function DEPLOYMENT() {
  return ["resource-group", "name", "template-file", "parameters", "no-prompt"];
}

function optionsOf(words) {
  const found = {};
  let name;
  for (const word of words) {
    if (word.startsWith("--")) {
      name = word.slice(2);
      found[name] ??= [];
    } else found[name].push(word);
  }
  return Object.fromEntries(
    Object.entries(found).map(([key, values]) => [key, values.length > 1 ? values : (values[0] ?? true)]),
  );
}

function asAzureWritesIt(namespace) {
  return namespace === "Microsoft.Insights" ? "microsoft.insights" : namespace;
}

function account() {
  return { id: "11111111-2222-3333-4444-555555555555", name: "Acme", tenantId: "99999999-8888-7777-6666-555555555555" };
}

function login({ "federated-token": file }) {
  known.token = readFileSync(file.slice(1), "utf8");
  return [];
}

function createIdentity({ name }) {
  known.identities[name] = { name, principalId: `principal-of-${name}`, clientId: `client-of-${name}` };
  return known.identities[name];
}

function credential({ "identity-name": identity }) {
  return known.credentials[identity] ?? notFound("ResourceNotFound");
}

function setCredential({ "identity-name": identity, issuer, subject, audiences }) {
  known.credentials[identity] = { issuer, subject, audiences: [audiences] };
  return known.credentials[identity];
}

function createRole({ "assignee-object-id": assignee, role, scope, condition = null }) {
  const roleDefinitionId = `/providers/Microsoft.Authorization/roleDefinitions/${role}`;
  const isSame = (one) => one.assignee === assignee && one.roleDefinitionId === roleDefinitionId && one.scope === scope;
  if (known.roles.some(isSame)) end(1, "(RoleAssignmentExists) The role assignment already exists.");
  known.roles.push({ id: `assignment-${known.roles.length + 1}`, assignee, roleDefinitionId, scope, condition });
  return known.roles.at(-1);
}

function deleteRole({ ids }) {
  known.roles = known.roles.filter(({ id }) => id !== ids);
}

function createGroup({ name, location }) {
  known.groups[name] = { name, location };
  return known.groups[name];
}

function deployment({ "resource-group": group }) {
  return known.deployments[group] ?? notFound("DeploymentNotFound");
}

function deleteGroup({ name }) {
  if (!known.groups[name]) notFound("ResourceGroupNotFound");
  delete known.groups[name];
}

function notFound(code) {
  return end(3, `(${code}) It was not found.`);
}

function end(status, what) {
  process.stderr.write(`ERROR: ${what}\n`);
  process.exit(status);
}
