import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readNames } from "@churn/tools/azure/setup/names.mjs";
import { beforeEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../setup/temporary-folder.ts";
import { projectFile } from "../support/project-file.ts";

const SUBSCRIPTION = "11111111-2222-3333-4444-555555555555";
const TENANT = "99999999-8888-7777-6666-555555555555";
const ROLES = Object.values(JSON.parse(readFileSync(projectFile("infra/roles.json"), "utf8")));
const scope = (stage: string) => `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-churn-${stage}`;

type Role = { assignee: string; roleDefinitionId: string; scope: string; condition: string | null };

/** What a deployment of main.bicep gives. */
const outputs = (stage: string, environments: [environment: string, task: string][]) => ({
  workspace: `mlw-churn-${stage}-abc123`,
  containerRegistry: `crchurn${stage}abc123.azurecr.io`,
  keyVault: `kv-churn-${stage}-abc123`,
  modelRegistry: stage === "prod" ? "mlr-churn-abc123" : "",
  endpoint: `churn-${stage}-abc123`,
  clientIds: environments.map(([environment, task]) => ({ environment, task, clientId: `client-of-${environment}` })),
});
const succeeded = (values: object) => ({
  properties: {
    provisioningState: "Succeeded",
    outputs: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])),
  },
});
const DEV = outputs("dev", [
  ["dev", "train"],
  ["staging", "deploy"],
]);
const PROD = outputs("prod", [
  ["production", "deploy"],
  ["production-rollback", "rollback"],
]);
const NOTHING = {};
const BOTH = { "rg-churn-dev": succeeded(DEV), "rg-churn-prod": succeeded(PROD) };

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  write("gh.json", { refuses: [], environments: {}, rulesets: [] });
  write("az.json", { providers: [], groups: {}, identities: {}, credentials: {}, roles: [], deployments: {} });
});

const write = (name: string, value: object) => writeFileSync(join(folder, name), JSON.stringify(value));
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8"));
const change = (name: string, values: object) => write(name, { ...read(name), ...values });
const askedAz = () => (existsSync(join(folder, "az-asked")) ? readFileSync(join(folder, "az-asked"), "utf8") : "");

function setUp(args: string[] = [], programs = ["az", "gh"]) {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  for (const name of programs) {
    const fake = projectFile(`tests/support/fake-${name}.mjs`);
    writeFileSync(join(bin, name), `#!/bin/sh\nexec node "${fake}" "${folder}" "$@"\n`, { mode: 0o755 });
  }
  const env = { PATH: programs.length < 2 ? `${bin}:${join(process.execPath, "..")}` : `${bin}:${process.env.PATH}` };
  const program = projectFile("tools/azure-setup.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { env, encoding: "utf8" });
  return { exitCode: status, output: stdout + stderr };
}
const apply = () => setUp(["--apply", "--location", "westeurope"]);

/** What fresh ones are after an --apply, with nothing deployed or with both stages: each made once. */
const made = new Map<object, { az: object; gh: object }>();
function applied(deployments = NOTHING) {
  if (deployments === BOTH) applied();
  if (!made.has(deployments)) {
    change("az.json", { deployments });
    expect(apply()).toMatchObject({ exitCode: 0 });
    made.set(deployments, { az: read("az.json"), gh: read("gh.json") });
  }
  const { az, gh } = made.get(deployments) as { az: object; gh: object };
  write("az.json", az);
  write("gh.json", gh);
}

describe("npm run azure:setup", () => {
  it("shows every subject in both forms, what is missing and the commands that make it, and changes nothing", () => {
    const before = [read("az.json"), read("gh.json")];
    const { exitCode, output } = setUp();
    expect({ exitCode, output }).toMatchObject({ exitCode: 0, output: expect.stringMatching(/\d+ missing: npm run/) });
    expect([read("az.json"), read("gh.json")]).toEqual(before);
    expect(askedAz()).not.toMatch(/ (create|update|delete|register) /);
    expect(output).toContain("missing  GitHub environment dev\n");
    expect(output).toMatch(/missing {2}GitHub environment infra-prod\n {11}only from main.*\n {11}required reviewers/);
    expect(output).toContain("az group create --name rg-churn-dev --location LOCATION");
    expect(output).toContain(`gh variable set AZURE_TENANT_ID --repo acme/churn --body ${TENANT}`);
    for (const name of ["infra-dev", "dev", "staging", "infra-prod", "production", "production-rollback"]) {
      expect(output).toContain(`\n  * repo:acme/churn:environment:${name}\n`);
      expect(output).toContain(`\n    repo:acme@7/churn@42:environment:${name}\n`);
    }
  });

  it("says what an environment that is there has not", () => {
    applied();
    const { environments, ...gh } = read("gh.json");
    const bare = { policies: [], protection_rules: [], deployment_branch_policy: null };
    write("gh.json", { ...gh, environments: { ...environments, production: bare } });
    const { output } = setUp();
    expect(output).toContain("there    GitHub environment infra-prod\n");
    expect(output).toMatch(/missing {2}GitHub environment production\n(.+\n){2} {11}a wait of 30 minutes/);
  });

  it("shows commands that a shell gives to az as they are meant", () => {
    applied();
    const made = read("az.json");
    write("az.json", { ...made, roles: [] });
    const lines = setUp().output.match(/az role assignment create .*--condition .*/g) ?? [];
    const conditions = lines.map((line) => {
      const script = `az() { for arg; do printf '%s\\n' "$arg"; done; }; ${line}`;
      const args = spawnSync("sh", ["-c", script], { encoding: "utf8" }).stdout.split("\n");
      return args[args.indexOf("--condition") + 1];
    });
    expect(conditions).toEqual(made.roles.flatMap(({ condition }: Role) => condition ?? []));
    expect(conditions).toHaveLength(2);
  });

  it("makes groups, the two identities that deploy, who may log in as them and what they may do", () => {
    applied();
    const { groups, identities, credentials, roles, providers } = read("az.json");
    expect(Object.keys(groups)).toEqual(["rg-churn-infra", "rg-churn-dev", "rg-churn-prod"]);
    expect(Object.keys(identities)).toEqual(["id-churn-infra-dev", "id-churn-infra-prod"]);
    expect(providers).toHaveLength(7);
    expect(credentials["id-churn-infra-prod"]).toEqual({
      issuer: "https://token.actions.githubusercontent.com",
      subject: "repo:acme/churn:environment:infra-prod",
      audiences: ["api://AzureADTokenExchange"],
    });
    expect(
      roles.map(({ assignee, roleDefinitionId, scope }: Role) => [assignee, roleDefinitionId.split("/").at(-1), scope]),
    ).toEqual([
      ["principal-of-id-churn-infra-dev", "b24988ac-6180-42a0-ab88-20f7382dd24c", scope("dev")],
      ["principal-of-id-churn-infra-dev", "f58310d9-a9f6-439a-9e8d-f62e7b41a168", scope("dev")],
      ["principal-of-id-churn-infra-prod", "b24988ac-6180-42a0-ab88-20f7382dd24c", scope("prod")],
      ["principal-of-id-churn-infra-prod", "f58310d9-a9f6-439a-9e8d-f62e7b41a168", scope("prod")],
      ["principal-of-id-churn-infra-prod", "acdd72a7-3385-48ef-bd42-f606fba81ae7", scope("dev")],
    ]);
  });

  it("lets them give the roles of main.bicep only, and to identities only", () => {
    applied();
    const conditions = read("az.json").roles.flatMap(({ condition }: Role) => condition ?? []);
    expect(conditions).toHaveLength(2);
    for (const condition of conditions) {
      const lists = [...condition.matchAll(/GuidEquals \{([^}]+)\}/g)].map(([, ids]) => ids?.split(", "));
      expect(lists).toEqual([ROLES, ROLES]);
      expect(condition).toContain("PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'ServicePrincipal'}");
      expect(condition.split("(").length).toBe(condition.split(")").length);
    }
  });

  it("deploys production from main only, and asks before infra.yml changes anything", () => {
    applied();
    const { environments } = read("gh.json");
    const onlyMain = [{ name: "main", type: "branch" }];
    expect(environments).toMatchObject({
      production: { policies: onlyMain },
      "production-rollback": { policies: onlyMain, protection_rules: [] },
      "infra-prod": { policies: onlyMain, protection_rules: [{ type: "required_reviewers" }] },
      "infra-dev": { policies: [], protection_rules: [{ type: "required_reviewers" }] },
      dev: { policies: [], protection_rules: [] },
    });
  });

  it("changes nothing when it is run again", () => {
    applied();
    const before = [read("az.json"), read("gh.json")];
    const { exitCode, output } = setUp(["--apply"]);
    expect(exitCode).toBe(0);
    expect(output).not.toMatch(/^made/m);
    expect([read("az.json"), read("gh.json")]).toEqual(before);
  });

  it("takes the form that GitHub sends, and mends a credential of the other one and an older condition", () => {
    applied();
    change("gh.json", { subject: { use_default: true, sub_claim_prefix: "repo:acme@7/churn@42" } });
    const { roles } = read("az.json");
    change("az.json", {
      roles: roles.map((one: Role) => (one.condition ? { ...one, condition: "(1)" } : one)),
    });
    const { output } = apply();
    expect(output).toContain("  * repo:acme@7/churn@42:environment:production\n");
    const after = read("az.json");
    expect(after.credentials["id-churn-infra-dev"].subject).toBe("repo:acme@7/churn@42:environment:infra-dev");
    expect(after.roles).toHaveLength(5);
    expect(JSON.stringify(after.roles)).not.toContain('"(1)"');
  });

  it("stops where the subject is one of the repository's own", () => {
    change("gh.json", { subject: { use_default: false, include_claim_keys: ["repo", "actor"] } });
    expect(apply()).toEqual({ exitCode: 2, output: expect.stringMatching(/a subject of its own: repo, actor/) });
    expect(read("az.json").groups).toEqual({});
  });

  it("gives the jobs what the deployments made, and turns the switch on when both are there", () => {
    applied();
    change("az.json", { deployments: { "rg-churn-dev": succeeded(DEV) } });
    apply();
    const always = { AZURE_TENANT_ID: TENANT, AZURE_INFRA_REVIEWED: "true" };
    expect(read("gh.json").variables[""]).toEqual(always);
    change("az.json", { deployments: BOTH });
    const { output } = apply();
    const { variables } = read("gh.json");
    expect(variables[""]).toEqual({
      ...always,
      AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
      AZURE_MODEL_REGISTRY: "mlr-churn-abc123",
    });
    const dev = {
      AZURE_RESOURCE_GROUP: "rg-churn-dev",
      AZURE_WORKSPACE: "mlw-churn-dev-abc123",
      AZURE_CONTAINER_REGISTRY: "crchurndevabc123.azurecr.io",
    };
    expect(variables.dev).toEqual({ ...dev, AZURE_CLIENT_ID: "client-of-dev" });
    expect(variables.staging).toEqual({
      ...dev,
      AZURE_CLIENT_ID: "client-of-staging",
      AZURE_ENDPOINT: "churn-dev-abc123",
    });
    for (const name of ["production", "production-rollback"])
      expect(variables[name]).toMatchObject({ AZURE_KEY_VAULT: "kv-churn-prod-abc123" });
    expect(variables["production-rollback"]).toMatchObject({
      AZURE_CLIENT_ID: "client-of-production-rollback",
      AZURE_ENDPOINT: "churn-prod-abc123",
    });
    expect(variables["infra-prod"]).toEqual({
      AZURE_CLIENT_ID: "client-of-id-churn-infra-prod",
      AZURE_RESOURCE_GROUP: "rg-churn-prod",
      AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
      AZURE_REPOSITORY_SUBJECT: "repo:acme/churn",
    });
    expect(output.match(/--vault-name \S+/g)).toEqual(["--vault-name kv-churn-prod-abc123"]);
  });

  describe("once both stages are deployed", () => {
    const common = () => Object.keys(read("gh.json").variables[""]);
    const ON = ["AZURE_TENANT_ID", "AZURE_INFRA_REVIEWED", "AZURE_SUBSCRIPTION_ID", "AZURE_MODEL_REGISTRY"];
    beforeEach(() => {
      applied(BOTH);
      expect(common()).toEqual(ON);
    });

    it("turns the switch off when a group is gone", () => {
      const { groups, deployments } = read("az.json");
      delete groups["rg-churn-dev"];
      delete deployments["rg-churn-dev"];
      change("az.json", { groups, deployments });
      expect(setUp().output).toContain("gh variable delete AZURE_SUBSCRIPTION_ID --repo acme/churn\n");
      expect(common()).toEqual(ON);
      expect(apply().output).toContain("dev is not deployed");
      expect(common()).toEqual(ON.slice(0, 2));
    });

    it("leaves it on when a later deployment fails", () => {
      const failed = { properties: { provisioningState: "Failed", outputs: null } };
      change("az.json", { deployments: { ...BOTH, "rg-churn-dev": failed } });
      expect(apply().output).toContain("dev has a deployment that is Failed");
      expect(common()).toEqual(ON);
    });
  });

  it("stops where GitHub does not say which variables it has", () => {
    applied();
    change("gh.json", { refuses: ["variables"] });
    expect(apply()).toEqual({ exitCode: 3, output: expect.stringMatching(/gh variable list: Server Error/) });
  });

  it("reads the outputs that main.bicep has, and all of them", () => {
    const declared = [...readFileSync(projectFile("infra/main.bicep"), "utf8").matchAll(/^output (\w+) /gm)];
    expect(declared.map(([, name]) => name)).toEqual(Object.keys(DEV));
  });

  it("names the GitHub environments that main.bicep has", () => {
    const bicep = readFileSync(projectFile("infra/main.bicep"), "utf8");
    const named = [...bicep.matchAll(/\{ name: '([\w-]+)', task: /g)].map(([, name]) => name);
    expect(
      readNames(projectFile("")).stages.flatMap(({ environments }: { environments: string[] }) => environments),
    ).toEqual(named);
  });

  const ALONE = { policies: [{ name: "main", type: "branch" }], protection_rules: [] };
  const BARE = { policies: [], protection_rules: [], deployment_branch_policy: null };
  it.each([
    { refuses: ["reviewers"], infraDev: ALONE },
    { refuses: ["wait_timer"], infraDev: { policies: [], protection_rules: [{ type: "required_reviewers" }] } },
    { refuses: ["reviewers", "deployment_branch_policy", "wait_timer"], infraDev: BARE },
  ])("does what a plan without $refuses allows; without reviewers infra-dev is main's", ({ refuses, infraDev }) => {
    change("gh.json", { refuses });
    const { exitCode, output } = apply();
    expect({ exitCode, output }).toMatchObject({ exitCode: 0, output: expect.stringMatching(/^- not allowed: /m) });
    const { environments, variables } = read("gh.json");
    expect(environments).toMatchObject({ dev: BARE, "infra-dev": infraDev });
    expect(variables[""].AZURE_INFRA_REVIEWED).toBe(refuses.includes("reviewers") ? undefined : "true");
    expect(read("az.json").credentials).toHaveProperty("id-churn-infra-dev");
  });

  it.each([["everything but reading"], ["environments"], ["branch policies"]])(
    "leaves Azure as it is where GitHub refuses %s: it would trust what nobody guards",
    (refused) => {
      const before = read("az.json");
      change("gh.json", { refuses: [refused] });
      const { exitCode, output } = apply();
      expect({ exitCode, output }).toMatchObject({
        exitCode: 3,
        output: expect.stringMatching(/- not allowed: production(.|\n)*Azure was not changed/),
      });
      expect(read("az.json")).toEqual(before);
    },
  );

  it("leaves production out where a plan lets every branch deploy it", () => {
    change("gh.json", { refuses: ["deployment_branch_policy"] });
    const { exitCode, output } = apply();
    expect({ exitCode, output }).toMatchObject({ exitCode: 0, output: expect.stringContaining("prod is left out") });
    expect(Object.keys(read("az.json").identities)).toEqual(["id-churn-infra-dev"]);
  });

  it("says where to put it: nothing is guessed", () => {
    const before = read("gh.json");
    expect(setUp(["--apply"])).toEqual({ exitCode: 2, output: expect.stringMatching(/--location says not where/) });
    expect(read("gh.json")).toEqual(before);
    expect(setUp(["--yes"])).toEqual({ exitCode: 2, output: expect.stringMatching(/Unknown option '--yes'/) });
  });

  it("stops where it is not let in, before it asks for a change", () => {
    change("az.json", { loggedOut: true });
    expect(apply()).toEqual({ exitCode: 3, output: expect.stringMatching(/Please run 'az login'/) });
    expect(read("gh.json").environments).toEqual({});
  });

  it("says that az is not here", () => {
    expect(setUp([], ["gh"])).toEqual({ exitCode: 3, output: expect.stringMatching(/az, .* is not here/) });
  });
});
