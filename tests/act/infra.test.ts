import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ProjectCopy } from "../support/project-copy.ts";
import { projectFile } from "../support/project-file.ts";
import { runWorkflow } from "./act.ts";

const AZURE = {
  AZURE_TENANT_ID: "tenant",
  AZURE_SUBSCRIPTION_ID: "subscription",
  AZURE_CLIENT_ID: "client",
  AZURE_RESOURCE_GROUP: "rg-churn-dev",
  AZURE_REPOSITORY_SUBJECT: "repo:acme/churn",
  AZURE_INFRA_REVIEWED: "true",
};

let copy: ProjectCopy;
const scratch = mkdtempSync(join(tmpdir(), "churn act "));
const file = (name: string) => join(scratch, name);
beforeAll(() => {
  copy = new ProjectCopy();
  mkdirSync(file("bin"));
  const fake = projectFile("tests/support/fake-az.mjs");
  writeFileSync(file("bin/az"), `#!/bin/sh\nexec node "${fake}" "${scratch}" "$@"\n`, { mode: 0o755 });
});
afterAll(() => {
  copy.remove();
  rmSync(scratch, { recursive: true });
});
beforeEach(() => {
  writeFileSync(
    file("az.json"),
    JSON.stringify({ groups: { "rg-churn-dev": {} }, deployed: { properties: { outputs: {} } } }),
  );
  writeFileSync(file("az-asked"), "");
});

/** How infra.yml runs with the fake of az, and what that was asked. */
async function infra(event: string, variables: Record<string, string>, inputs: Record<string, string> = {}) {
  const lines = (values: Record<string, string>) => Object.entries(values).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(file("vars"), lines(variables).join(""));
  writeFileSync(file("inputs"), lines(inputs).join(""));
  const settings = { ACT_BINDIR: file("bin"), ACT_VARS: file("vars"), ACT_INPUTS: file("inputs") };
  const run = await runWorkflow(copy, "infra.yml", event, settings);
  return { run, asked: readFileSync(file("az-asked"), "utf8") };
}

describe("infra.yml, with a fake of az", { timeout: 300_000 }, () => {
  it("is green where Azure is not configured, and says what was left out", async () => {
    const { run, asked } = await infra("pull_request", {});
    expect(run.jobs, run.output).toEqual({ bicep: "success" });
    expect(run.summary).toContain("`AZURE_TENANT_ID` not set: Azure is asked nothing");
    expect(run.summary).toContain("npm run azure:setup");
    expect(asked).not.toContain("login");
  });

  it("says in a pull request what would change, and changes nothing", async () => {
    const { run, asked } = await infra("pull_request", AZURE);
    expect(run.jobs, run.output).toEqual({ bicep: "success", azure: "success" });
    expect(run.summary).toContain("What a deployment would change in rg-churn-dev");
    expect(asked).toContain("deployment group what-if");
    expect(asked).not.toMatch(/group (create|delete)/);
  });

  it("asks nothing of Azure in a pull request where nobody reviews what logs in", async () => {
    const { run, asked } = await infra("pull_request", { ...AZURE, AZURE_INFRA_REVIEWED: "" });
    expect(run.jobs, run.output).toEqual({ bicep: "success" });
    expect(run.summary).toContain("`AZURE_INFRA_REVIEWED` not set");
    expect(asked).not.toContain("login");
  });

  it("deploys one after the other when both are asked for", async () => {
    const { run, asked } = await infra("workflow_dispatch", AZURE, { to: "both", action: "deploy", confirm: "" });
    expect({ jobs: run.jobs, failed: run.failed }, run.output).toEqual({
      jobs: { bicep: "success", azure: "success" },
      failed: [],
    });
    const parameters = [...asked.matchAll(/deployment group (what-if|create) .*params-(\w+)\.json/g)];
    expect(parameters.map(([, action, stage]) => `${action} ${stage}`)).toEqual([
      "what-if dev",
      "create dev",
      "what-if prod",
      "create prod",
    ]);
    expect(run.summary).toContain("Next: `npm run azure:setup -- --apply`");
  });

  it("deletes the group whose name was typed", async () => {
    const { run, asked } = await infra("workflow_dispatch", AZURE, {
      to: "dev",
      action: "destroy",
      confirm: "rg-churn-dev",
    });
    expect(run.jobs, run.output).toEqual({ bicep: "success", azure: "success" });
    expect(asked).toContain("group delete --name rg-churn-dev --yes");
    expect(asked).not.toContain("deployment group");
  });

  it("is red where another name than the group's was typed, and deletes nothing", async () => {
    const { run, asked } = await infra("workflow_dispatch", AZURE, {
      to: "dev",
      action: "destroy",
      confirm: "rg-churn",
    });
    expect({ jobs: run.jobs, failed: run.failed }).toEqual({
      jobs: { bicep: "success", azure: "failure" },
      failed: ["Destroy"],
    });
    expect(asked).not.toContain("group delete");
  });
});
