import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it, test } from "vitest";
import { parse } from "yaml";
import { temporaryFolder } from "../setup/temporary-folder.ts";
import { lockedPythonFor } from "../support/locked-python.ts";
import { projectFile } from "../support/project-file.ts";

const MINUTE = 60_000;
let python: string | undefined;
beforeAll(async () => {
  python = await lockedPythonFor("bicep", 10);
}, 3 * MINUTE);

/** What our own checks say of a folder. */
function check(skip: (why: string) => void, folder = projectFile("infra")) {
  if (python === undefined) skip("requirements/bicep.txt can't be had: its packages or a Python are out of reach");
  const program = projectFile("tools/azure/bicep/check.py");
  const { status, stdout, stderr } = spawnSync(python as string, ["-B", program, folder], { encoding: "utf8" });
  return { status, said: stdout + stderr };
}

/** A copy of infra/ with one thing changed. */
function mutated(path: string, from: string, to: string): string {
  const folder = join(temporaryFolder(), "infra");
  cpSync(projectFile("infra"), folder, { recursive: true });
  const text = readFileSync(join(folder, path), "utf8");
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  writeFileSync(join(folder, path), text.replace(from, to));
  return folder;
}

test("every file is Bicep, names agree, and nothing is open that should be closed", ({ skip }) => {
  expect(check(skip)).toEqual({ status: 0, said: "" });
});

type Mutation = [what: string, path: string, from: string, to: string, said: RegExp];
const MAIN = "main.bicep";
const STORES = "modules/stores.bicep";
const WORKSPACE = "modules/workspace.bicep";
const IDENTITY = "modules/identity.bicep";
const MUTATIONS: Mutation[] = [
  ["an open quote", MAIN, "var tags = {", "var tags = '{", /main.bicep:\d+: is not Bicep/],
  ["a misspelt name", MAIN, "name: workspaceName", "name: workspaceNam", /workspaceNam is declared nowhere/],
  ["a parameter that nothing reads", MAIN, "maxNodes: maxNodes", "maxNodes: 2", /maxNodes is used nowhere/],
  ["a module without a parameter", MAIN, "    vmSize: vmSize\n", "", /workspace.bicep wants vmSize/],
  ["a parameter that a module has not", MAIN, "vmSize: vmSize", "vmSize: vmSize\n    gpu: 1", /has no parameter gpu/],
  [
    "an output that a module has not",
    MAIN,
    "outputs.containerRegistryS",
    "outputs.s",
    /stores.bicep has no output serv/,
  ],
  [
    "a name that another module gives",
    MAIN,
    "workspaceName: workspaceName",
    "workspaceName: workspace.outputs.n",
    /what-if can't tell/,
  ],
  ["an output of a loop", MAIN, "outputs.clientId", "outputs.id", /identity.bicep has no output id/],
  ["a module's file", MAIN, "modules/stores.bicep", "modules/store.bicep", /store.bicep is not there/],
  ["a name too long", MAIN, "'st$", "'storage$", /storageName may become 25 long/],
  ["an endpoint's name too long", MAIN, "'production' : ", "'production-of-ours' : ", /endpoint may become/],
  [
    "public blobs",
    STORES,
    "allowBlobPublicAccess: false",
    "allowBlobPublicAccess: true",
    /allowBlobPublicAccess must be false/,
  ],
  ["shared keys", STORES, "    allowSharedKeyAccess: false\n", "", /allowSharedKeyAccess must be false/],
  [
    "a container registry's admin",
    STORES,
    "adminUserEnabled: false",
    "adminUserEnabled: true",
    /adminUserEnabled must be/,
  ],
  ["a vault that can be purged", STORES, "purgeProtection ? true : null", "null", /enablePurgeProtection must be/],
  [
    "a key as output",
    STORES,
    "string = containerRegistry.properties.loginServer",
    "string = storage.listKeys().keys[0].value",
    /listKeys: a key is asked/,
  ],
  [
    "a public workspace",
    WORKSPACE,
    ": publicNetworkAccess",
    ": 'Enabled'",
    /workspaces: properties.publicNetworkAccess must/,
  ],
  ["datastores by key", WORKSPACE, "'Identity'", "'AccessKey'", /systemDatastoresAuthMode must be 'Identity'/],
  [
    "local logins on compute",
    WORKSPACE,
    "disableLocalAuth: true",
    "disableLocalAuth: false",
    /disableLocalAuth must be true/,
  ],
  ["a machine that stays", WORKSPACE, "minNodeCount: 0", "minNodeCount: 1", /minNodeCount must be 0/],
  ["a role for the whole group", WORKSPACE, "  scope: vault\n", "", /holds for the whole resource group/],
  ["a resource without tags", WORKSPACE, "  tags: tags\n", "", /workspaces: tags must be tags/],
  [
    "any subject of the repository",
    IDENTITY,
    "subject: subject",
    "subject: 'repo:acme/churn:*'",
    /subject must be subject/,
  ],
  ["a role that is not on the list", IDENTITY, "roles.AcrPush)\n  p", "roles.Owner)\n  p", /one role of roles.json/],
  [
    "another role in the name",
    IDENTITY,
    "identity.id, roles.AcrPush",
    "identity.id, roles.AcrPull",
    /one role of roles.json/,
  ],
  [
    "a role that outlives its identity",
    IDENTITY,
    "guid(storage.id, identity.id",
    "guid(storage.id, subject",
    /its name must/,
  ],
  [
    "another group's identity by its id",
    "modules/model-registry.bicep",
    "principalId: reader.properties",
    "principalId: writer.properties",
    /or of the principal's where/,
  ],
  [
    "a principal that is not in the name",
    "modules/model-writer.bicep",
    "guid(registry.id, principalId",
    "guid(registry.id",
    /its name must/,
  ],
  ["a role for nobody", "roles.json", "{\n", '{\n  "Owner": "8e3af657",\n', /Owner is given to nobody/],
  [
    "public blobs of models",
    "modules/model-registry.bicep",
    "Access: false",
    "Access: true",
    /allowBlobPublicAccess must be false/,
  ],
  ["production's vault", "params-prod.json", '"value": true', '"value": false', /purgeProtection must be true/],
  ["a number as text", "params-dev.json", '"value": 2', '"value": "2"', /maxNodes must be int/],
  ["a value not allowed", "params-dev.json", '"Standard_LRS"', '"Premium"', /storageSku must be one of/],
  [
    "a parameter left out",
    "params-dev.json",
    '"storageSku"',
    '"sku"',
    /no parameter sku\n(.|\n)*storageSku is missing/,
  ],
  ["a project too long", "params-dev.json", '"churn"', '"churncustomers"', /project is out of maxLength/],
  [
    "a project that no storage account is named by",
    "params-dev.json",
    '"churn"',
    '"ch-rn"',
    /project must be of small/,
  ],
  ["two projects", "params-prod.json", '"churn"', '"churner"', /project: churn in dev, churner in prod/],
];

describe("a copy with one fault", () => {
  it.for(MUTATIONS)("%s", ([, path, from, to, said], { skip }) => {
    expect(check(skip, mutated(path, from, to))).toEqual({ status: 1, said: expect.stringMatching(said) });
  });
});

const OPEN_CONTAINER = `
resource open 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = {
  parent: blobs
  name: 'open'
  properties: {
    publicAccess: 'Blob'
  }
}
`;

describe("checkov", () => {
  /** check → file, of everything that fails without the skips of checkov.yaml. */
  function failed(folder: string): string[] {
    const args = ["-B", "-m", "checkov.main", "--framework", "bicep", "--skip-download", "--output", "json"];
    const { stdout } = spawnSync(python as string, [...args, "--directory", folder], { encoding: "utf8" });
    const { results, summary } = JSON.parse(stdout);
    expect(summary).toMatchObject({ parsing_errors: 0 });
    return results.failed_checks.map(({ check_id }: { check_id: string }) => check_id).sort();
  }
  const config = readFileSync(projectFile("infra/checkov.yaml"), "utf8");
  const skipped: string[] = parse(config)["skip-check"];

  it("finds what checkov.yaml leaves out, with a reason for each, and nothing else", { timeout: 2 * MINUTE }, ({
    skip,
  }) => {
    if (python === undefined) skip("requirements/bicep.txt can't be had");
    expect([...config.matchAll(/^ {2}- (\w+) # \S.{10,}/gm)].map(([, id]) => id)).toEqual(skipped);
    expect(failed(projectFile("infra"))).toEqual([...skipped].sort());
  });

  it("is asked by check:azure, and finds a fault that is none of these", { timeout: 2 * MINUTE }, ({ skip }) => {
    if (python === undefined) skip("requirements/bicep.txt can't be had");
    const module = JSON.stringify(pathToFileURL(projectFile("tools/azure/check-bicep.mjs")).href);
    const script = `const { checkBicep } = await import(${module});
      console.log(JSON.stringify(await checkBicep(process.argv[1], { folder: process.argv[2] })));`;
    const weak = mutated(STORES, "resource vault ", `${OPEN_CONTAINER}\nresource vault `);
    const args = ["--input-type=module", "--eval", script, projectFile("").replace(/\/$/, ""), weak];
    const { stdout } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(JSON.parse(stdout)).toEqual({
      passed: false,
      output: expect.stringMatching(/Failed checks: 1,(.|\n)*CKV_AZURE_34:/),
    });
  });
});
