import { azShow, mustAz } from "./az.mjs";

const ISSUER = "https://token.actions.githubusercontent.com";
const AUDIENCE = "api://AzureADTokenExchange";
const CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c";
const ACCESS_ADMINISTRATOR = "f58310d9-a9f6-439a-9e8d-f62e7b41a168"; // Role Based Access Control Administrator

/** The identity that deploys one resource group: who may log in as it, and what it may do. Returns its client id. */
export function ensureInfraIdentity(things, { group, name, subject, scope, roles, reads }) {
  const identity = things.ensure(`identity ${name}`, {
    there: azShow(["identity", "show", "--resource-group", group, "--name", name]),
    make: ["identity", "create", "--resource-group", group, "--name", name],
  });
  ensureCredential(things, { group, name, subject, isNew: !identity });
  const ensureRole = roleOf(things, name, identity?.principalId);
  ensureRole({ role: CONTRIBUTOR, called: "Contributor", scope });
  const only = "Role Based Access Control Administrator, for the roles of main.bicep";
  ensureRole({ role: ACCESS_ADMINISTRATOR, called: only, condition: onlyRoles(Object.values(roles)), scope });
  if (reads) ensureRole({ role: roles.Reader, called: "Reader", scope: reads });
  return identity?.clientId;
}

function ensureCredential(things, { group, name, subject, isNew }) {
  const credential = ["identity", "federated-credential"];
  const at = ["--resource-group", group, "--identity-name", name, "--name", "github"];
  const there = isNew ? undefined : azShow([...credential, "show", ...at]);
  const what = ["--issuer", ISSUER, "--subject", subject, "--audiences", AUDIENCE];
  things.ensure(`${name}: trusts ${subject}`, {
    there: there?.subject === subject ? there : undefined,
    make: [...credential, there ? "update" : "create", ...at, ...what],
  });
}

/** A function that gives one identity a role; another condition than the wished one is replaced. */
function roleOf(things, name, principal) {
  const has = principal ? mustAz(["role", "assignment", "list", "--all", "--assignee", principal]) : [];
  return ({ role, called, condition = null, scope }) => {
    const same = has.filter((one) => one.roleDefinitionId.endsWith(role) && isSame(one.scope, scope));
    const there = same.find((one) => one.condition === condition);
    if (!there && same[0] && things.apply) mustAz(["role", "assignment", "delete", "--ids", same[0].id]);
    const to = [
      "--assignee-object-id",
      principal ?? `PRINCIPAL-OF-${name}`,
      "--assignee-principal-type",
      "ServicePrincipal",
    ];
    const only = condition ? ["--condition", condition, "--condition-version", "2.0"] : [];
    things.ensure(`${name}: ${called} in ${scope.split("/").at(-1)}`, {
      there,
      make: ["role", "assignment", "create", ...to, "--role", role, "--scope", scope, ...only],
    });
  };
}

const isSame = (scope, other) => scope.toLowerCase() === other.toLowerCase();

/** Azure's condition on who gives roles: only these, only to identities, and only these may be taken away. */
export function onlyRoles(roles) {
  const assignments = "Microsoft.Authorization/roleAssignments";
  const ids = roles.join(", ");
  const may = (action, what) => `((!(ActionMatches{'${assignments}/${action}'})) OR (${what}))`;
  const isOne = (source) => `@${source}[${assignments}:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${ids}}`;
  const toIdentity = `@Request[${assignments}:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'ServicePrincipal'}`;
  return `${may("write", `${isOne("Request")} AND ${toIdentity}`)} AND ${may("delete", isOne("Resource"))}`;
}
