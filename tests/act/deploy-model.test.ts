import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRegistry } from "@churn/registry";
import { FakeGithub, TOKEN } from "@churn/registry/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FakeDocker } from "../support/fake-docker.ts";
import type { ProjectCopy } from "../support/project-copy.ts";
import { type Run, runWorkflow } from "./act.ts";
import { edit, smallWorkflows } from "./small-workflows.ts";

const MINUTES = 60_000;
const STAGED = { "deploy-staging": "success", "smoke-staging": "success", soak: "success" };

let copy: ProjectCopy;
let github: FakeGithub;
const docker = new FakeDocker();
const scratch = mkdtempSync(join(tmpdir(), "churn act "));

beforeAll(async () => {
  github = await FakeGithub.start();
  copy = smallWorkflows();
  edit(copy, ".github/workflows/deploy-model.yml", (text) => text.replace("--minutes 2", "--minutes 0.1"));
  await register("a first model");
}, 5 * MINUTES);
afterAll(async () => {
  copy.remove();
  docker.remove();
  rmSync(scratch, { recursive: true });
  await github.close();
});

async function register(message: string): Promise<void> {
  copy.commit(message);
  expect(copy.dvc("repro")).toMatchObject({ exitCode: 0 });
  copy.commit("what it made");
  await npm("register");
}

/** Where the versions and aliases are. */
function releases() {
  const { api, repository } = github.repository;
  return { GITHUB_API_URL: api, GITHUB_REPOSITORY: repository, GITHUB_TOKEN: TOKEN };
}

/** A root script of the copy, on the fake GitHub's releases; the test's own thread stays free to answer it. */
function npm(script: string, ...args: string[]): Promise<void> {
  const options = { cwd: copy.folder, env: { ...process.env, ...releases(), MLFLOW_TRACKING_URI: "" } };
  return new Promise((resolve, reject) => {
    execFile("npm", ["run", "--silent", script, "--", ...args], options, (error, out, err) =>
      error ? reject(new Error(`${script}: ${out}${err}`)) : resolve(),
    );
  });
}

function deploy(inputs: Record<string, string>, settings: Record<string, string> = {}): Promise<Run> {
  const { api, repository } = github.repository;
  const file = join(scratch, "inputs");
  const all = Object.entries({ to: "staging", rollback: "false", ...inputs });
  writeFileSync(file, all.map(([name, value]) => `${name}=${value}\n`).join(""));
  const place = { ACT_GITHUB: api, ACT_TOKEN: TOKEN, ACT_SLUG: repository };
  const given = { ACT_INPUTS: file, ACT_BINDIR: docker.bin };
  return runWorkflow(copy, "deploy-model.yml", "workflow_dispatch", { ...place, ...given, ...settings });
}

/** Production's environment has a reviewer. */
function reviewed(): Record<string, string> {
  const path = join(scratch, "environments.json");
  const rules = [{ type: "required_reviewers", reviewers: [{ type: "User" }] }];
  writeFileSync(path, JSON.stringify([{ name: "production", protection_rules: rules }]));
  return { ACT_ENVIRONMENTS: path };
}

const aliases = () => openRegistry(releases()).aliases();
const slack = (run: Run) => run.calls.filter(({ path }) => path.startsWith("/slack")).map(({ body }) => body?.text);

// One story: each goes on from where the one before it ended
describe("deploy-model.yml", { timeout: 10 * MINUTES }, () => {
  it("refuses production a version that staging did not prove", async () => {
    const run = await deploy({ version: "1", to: "production" });
    expect(run.jobs).toEqual({ "deploy-production": "failure", tell: "success" });
    expect(run.failed).toEqual(["Is it what staging proved?"]);
    expect(await aliases()).toEqual({ candidate: 1 });
    expect(docker.state.tags).toEqual({});
    expect(slack(run)).toEqual([
      expect.stringMatching(/staging has not proved version 1(.|\n)*Nothing was rolled back/),
    ]);
  });

  it("takes a version to staging, proves it, and stops before a production without reviewers", async () => {
    const run = await deploy({ version: "1" });
    expect(run.jobs).toEqual(STAGED);
    const { tags } = docker.state;
    expect(tags).toEqual({ staging: expect.stringMatching(/^sha256:/), v1: tags.staging });
    expect(await aliases()).toEqual({ candidate: 1, staging: 1 });
    expect(run.summary).toContain("gh workflow run deploy-model.yml -f to=production -f version=1");
    expect(slack(run)).toEqual([]);
  });

  it("takes what staging proved to production when somebody types its number", async () => {
    const { staging } = docker.state.tags;
    const run = await deploy({ version: "1", to: "production" });
    expect(run.jobs).toEqual({ "deploy-production": "success", "smoke-production": "success" });
    expect(docker.state.tags).toEqual({ staging, v1: staging, production: staging });
    expect(await aliases()).toEqual({ candidate: 1, staging: 1, production: 1 });
  });

  it("takes production back when its smoke tests fail, and tells Slack", async () => {
    const { production } = docker.state.tags;
    await npm("champion");
    copy.setParam(["train", "seed"], 7);
    await register("a second model");
    docker.state = { ...docker.state, lies: { "production 2": "9" } };
    const run = await deploy({ version: "2" }, reviewed());
    expect(run.jobs).toEqual({
      ...STAGED,
      "deploy-production": "success",
      "smoke-production": "failure",
      rollback: "success",
      tell: "success",
    });
    expect(run.failed).toEqual(["Smoke tests of production"]);
    expect(await aliases()).toEqual({ candidate: 2, staging: 2, production: 1 });
    expect(docker.state.tags).toMatchObject({ production, v2: docker.state.tags.staging });
    expect(slack(run)).toEqual([
      expect.stringMatching(/“Smoke tests of production” failed(.|\n)*Production is back on the version before\.$/),
    ]);
  });

  it("takes production back when somebody asks", async () => {
    await npm("promote", "--to", "production", "--version", "2", "--reason", "it was the test");
    const { state } = docker;
    docker.state = { ...state, tags: { ...state.tags, production: state.tags.v2 as string } };
    const run = await deploy({ rollback: "true", reason: "too slow" });
    expect(run.jobs).toEqual({ rollback: "success" });
    expect(await aliases()).toMatchObject({ staging: 2, production: 1 });
    expect(docker.state.tags.production).toBe(state.tags.v1);
  });
});
