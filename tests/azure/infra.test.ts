import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { cleanEnv, temporaryFolder } from "../setup/temporary-folder.ts";
import { projectFile } from "../support/project-file.ts";

const AZURE = {
  AZURE_CLIENT_ID: "client",
  AZURE_TENANT_ID: "tenant",
  AZURE_SUBSCRIPTION_ID: "subscription",
  AZURE_RESOURCE_GROUP: "rg-churn-dev",
  AZURE_REPOSITORY_SUBJECT: "repo:acme@7/churn@42",
};

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  const outputs = { workspace: { type: "String", value: "mlw-churn-dev-abc123" } };
  const known = { groups: { "rg-churn-dev": {} }, deployed: { properties: { outputs } } };
  writeFileSync(join(folder, "az.json"), JSON.stringify(known));
});
const asked = () =>
  existsSync(join(folder, "az-asked")) ? readFileSync(join(folder, "az-asked"), "utf8").trim().split("\n") : [];
const known = () => JSON.parse(readFileSync(join(folder, "az.json"), "utf8"));

/** A GitHub that makes a token for a job. */
async function tokens(): Promise<string> {
  const server = createServer((request, response) => {
    const isAsked = request.headers.authorization === "Bearer asks" && request.url?.endsWith("AzureADTokenExchange");
    response.statusCode = isAsked ? 200 : 403;
    response.end(JSON.stringify({ value: "the.jobs.token" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/token?v=1`;
}

/** Runs tools/azure/infra.mjs as a job of infra.yml does, with the fake az. */
async function run(args: string[], env: Record<string, string> = {}) {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  const fake = projectFile("tests/support/fake-az.mjs");
  writeFileSync(join(bin, "az"), `#!/bin/sh\nexec node "${fake}" "${folder}" "$@"\n`, { mode: 0o755 });
  const summary = join(folder, "summary.md");
  writeFileSync(summary, "");
  const github = {
    ACTIONS_ID_TOKEN_REQUEST_URL: await tokens(),
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "asks",
    GITHUB_STEP_SUMMARY: summary,
  };
  const all = cleanEnv(folder, { ...github, ...AZURE, PATH: `${bin}:${process.env.PATH}`, ...env });
  const program = [projectFile("tools/azure/infra.mjs"), ...args];
  return new Promise<{ exitCode: number; output: string; summary: string }>((resolve) => {
    const child = execFile(process.execPath, program, { cwd: folder, env: all }, (_, out, err) =>
      resolve({ exitCode: child.exitCode ?? -1, output: out + err, summary: readFileSync(summary, "utf8") }),
    );
  });
}

describe("node tools/azure/infra.mjs", () => {
  it("says what would change, logged in by the job's own token, which no argument and no log shows", async () => {
    const { exitCode, output, summary } = await run(["what-if", "dev"]);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0, output: expect.stringContaining("1 to create") });
    expect(summary).toContain(
      "### What a deployment would change in rg-churn-dev\n\n```\nResource changes: 1 to create.",
    );
    expect(known().token).toBe("the.jobs.token");
    expect(output + asked().join()).not.toContain("the.jobs.token");
    expect(asked().filter((line) => line.startsWith("deployment"))).toEqual([
      expect.stringMatching(
        /what-if --resource-group rg-churn-dev --name main --template-file infra\/main.bicep .*@infra\/params-dev.json repositorySubject=repo:acme@7\/churn@42 /,
      ),
    ]);
  });

  it("deploys, and says what came of it", async () => {
    const { exitCode, summary } = await run(["deploy", "dev"]);
    expect({ exitCode, summary }).toMatchObject({ exitCode: 0, summary: expect.stringContaining('workspace = "mlw-') });
    expect(summary).toContain("npm run azure:setup -- --apply");
  });

  it.each(["", "rg-churn-prod", "rg-churn-dev "])("deletes nothing where %j was typed", async (CONFIRM) => {
    const { exitCode, output } = await run(["destroy", "dev"], { CONFIRM });
    expect({ exitCode, output }).toMatchObject({ exitCode: 2, output: expect.stringContaining("nothing was deleted") });
    expect(asked()).toEqual([]);
  });

  it("deletes the resource group that was typed", async () => {
    const { exitCode, summary } = await run(["destroy", "dev"], { CONFIRM: "rg-churn-dev" });
    expect({ exitCode, summary }).toMatchObject({
      exitCode: 0,
      summary: expect.stringContaining("azure:setup -- --a"),
    });
    expect(known().groups).toEqual({});
  });

  it("ends with what Azure says where it says no", async () => {
    writeFileSync(join(folder, "az.json"), JSON.stringify({ groups: {} }));
    const { exitCode, output } = await run(["destroy", "dev"], { CONFIRM: "rg-churn-dev" });
    expect({ exitCode, output }).toMatchObject({
      exitCode: 3,
      output: expect.stringContaining("ResourceGroupNotFound"),
    });
  });

  it("wants an action and a stage", async () => {
    expect(await run(["deploy", "staging"])).toMatchObject({ exitCode: 2 });
    expect(await run(["apply", "dev"])).toMatchObject({ exitCode: 2 });
    expect(asked()).toEqual([]);
  });
});

describe("infra.yml", () => {
  const text = readFileSync(projectFile(".github/workflows/infra.yml"), "utf8");
  const { jobs } = parse(text);
  const steps: { name: string; if?: string; run?: string }[] = jobs.azure.steps;

  it("logs in behind an environment only, never for a fork, and only where Azure is configured", () => {
    expect(jobs.bicep.environment).toBeUndefined();
    expect(jobs.bicep.permissions).toEqual({ contents: "read" });
    expect(jobs.azure).toMatchObject({ needs: "bicep", permissions: { "id-token": "write", contents: "read" } });
    expect(jobs.azure.environment).toMatch(/^infra-\$/);
    expect(jobs.azure.if).toContain("vars.AZURE_TENANT_ID != '' && (");
    expect(jobs.azure.if).toContain("head.repo.full_name == github.repository");
    expect(text).not.toContain("secrets.");
  });

  it("is asked in a pull request only where somebody reviews what logs in", () => {
    const [, inPullRequest = ""] = jobs.azure.if.split("'workflow_dispatch' || ");
    expect(inPullRequest).toMatch(/^vars.AZURE_INFRA_REVIEWED != '' && /);
  });

  it("runs for a change of what it runs", () => {
    const imported = (path: string): string[] => {
      const source = readFileSync(projectFile(path), "utf8");
      const own = [...source.matchAll(/^import .* from "(\.[^"]+)";/gm)].map(([, to]) =>
        join(path, "..", to as string),
      );
      return [path, ...own.flatMap(imported)];
    };
    const { paths } = parse(text).on.pull_request;
    const covers = (glob: string, path: string) =>
      glob === path || (glob.endsWith("/**") && path.startsWith(glob.slice(0, -2)));
    expect(
      imported("tools/azure/infra.mjs").filter((path) => !paths.some((glob: string) => covers(glob, path))),
    ).toEqual([]);
    expect(paths.filter((glob: string) => !existsSync(projectFile(glob.replace("/**", ""))))).toEqual([]);
  });

  it("changes something only where somebody asks for it", () => {
    const changing = steps.filter(({ run }) => /infra.mjs (deploy|destroy)/.test(run ?? ""));
    expect(changing.map((step) => step.if)).toEqual(["inputs.action == 'deploy'", "inputs.action == 'destroy'"]);
  });

  it("gives its program every variable that azure:setup sets for it, and what was typed", () => {
    expect(Object.keys(jobs.azure.env)).toEqual(expect.arrayContaining(Object.keys(AZURE)));
    expect(readFileSync(projectFile("tools/azure/setup/variables.mjs"), "utf8")).toContain("AZURE_REPOSITORY_SUBJECT");
    expect(steps.at(-1)).toMatchObject({ env: { CONFIRM: expect.stringContaining("inputs.confirm") } });
  });

  it("has a page that says what to do about each step that may be red", () => {
    const page =
      readFileSync(projectFile("docs/workflows/infra.md"), "utf8").split("## What to do when a step is red")[1] ?? "";
    const told = [...page.matchAll(/^\| ([^|]+) \|/gm)].map(([, step]) => step);
    const all: { name: string }[] = [...jobs.bicep.steps, ...steps];
    const plain = /^(Checkout|What was skipped)/;
    expect(all.filter(({ name }) => !plain.test(name) && !told.includes(name))).toEqual([]);
  });
});
