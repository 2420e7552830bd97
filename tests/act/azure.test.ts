import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRegistry } from "@churn/registry";
import { FakeGithub, TOKEN } from "@churn/registry/test-support";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { sdkPython } from "../azure/azure-sdk.ts";
import { AZURE_VARIABLES, AzStub } from "../support/az-stub.ts";
import { FakeDocker } from "../support/fake-docker.ts";
import { FakeEndpoint } from "../support/fake-endpoint.ts";
import { ProjectCopy } from "../support/project-copy.ts";
import { type Run, runWorkflow } from "./act.ts";
import { edit, smallWorkflows } from "./small-workflows.ts";

const MINUTES = 60_000;
const ENDPOINT = AZURE_VARIABLES.AZURE_ENDPOINT;

/** What azure-ai-ml reads the YAML with; without it there is no stub. */
const python = await sdkPython();
const scratch = mkdtempSync(join(tmpdir(), "churn act "));
let base: ProjectCopy;
beforeAll(() => {
  base = smallWorkflows();
}, 2 * MINUTES);
afterAll(() => {
  base.remove();
  rmSync(scratch, { recursive: true });
});

function fileOf(name: string, values: Record<string, string>): string {
  const path = join(scratch, name);
  writeFileSync(
    path,
    Object.entries(values)
      .map(([key, value]) => `${key}=${value}\n`)
      .join(""),
  );
  return path;
}
function jsonFile(name: string, value: unknown): string {
  const path = join(scratch, name);
  writeFileSync(path, JSON.stringify(value));
  return path;
}
const slack = (run: Run) => run.calls.filter(({ path }) => path.startsWith("/slack")).map(({ body }) => body?.text);

describe.skipIf(!python)("train.yml on Azure ML, with a stub az", { timeout: 10 * MINUTES }, () => {
  /** A push to a feature branch whose pull request is open: trained here by that one. */
  async function pushed(az: AzStub, docker: FakeDocker, change: (copy: ProjectCopy) => void = () => {}): Promise<Run> {
    const copy = new ProjectCopy(base);
    onTestFinished(() => copy.remove());
    edit(copy, "packages/train/src/index.ts", (text) => `${text}\n`);
    change(copy);
    copy.commit("a change");
    const sha = copy.git("rev-parse", "HEAD").trim();
    const pulls = [{ number: 7, state: "open", head: { sha }, base: { ref: "main" } }];
    cpSync(join(docker.bin, "docker"), join(az.bin, "docker"));
    return runWorkflow(copy, "train.yml", "push", {
      ACT_REF: "refs/heads/feature/x",
      ACT_BASE: "HEAD~1",
      ACT_PULLS: jsonFile("pulls.json", pulls),
      ACT_VARS: fileOf("vars", AZURE_VARIABLES),
      ACT_BINDIR: az.bin,
    });
  }

  it("is red when the job fails, and tells the pull request what it measured", async () => {
    const az = new AzStub(python as string, { AZ_STUB_JOB_STATUS: "Running,Failed" });
    const docker = new FakeDocker();
    onTestFinished(() => {
      az.remove();
      docker.remove();
    });
    for (const { output, name, text } of measured) az.wrote(output, name, text);
    const run = await pushed(az, docker);
    expect(run.jobs).toEqual({
      changes: "success",
      "train-azure": "failure",
      "comment-azure": "success",
      tell: "success",
    });
    expect(run.failed).toEqual(["Azure ML: wait"]);
    expect(az.state.jobs.stub_1).toMatchObject({
      tags: { branch: "feature/x", commit: expect.stringMatching(/^[0-9a-f]{40}$/) },
    });
    const [comment] = run.calls.filter(({ method, path }) => method === "POST" && path.endsWith("/issues/7/comments"));
    expect(comment?.body?.body).toMatch(/Azure ML, commit [0-9a-f]{12}(.|\n)*## ❌ The model did not pass its gates/);
    expect(comment?.body?.body).not.toContain("Slices"); // those of the commit are of another run
    expect(slack(run)).toEqual([expect.stringMatching(/“Azure ML: wait” failed(.|\n)*ended as Failed/)]);
  });

  /** What the pipeline measures here, and a gate that says no. */
  let measured: { output: string; name: string; text: string }[];
  beforeAll(() => {
    const copy = new ProjectCopy(base);
    copy.setParam(["gate", "subscriptions", "accuracy"], 0.99);
    copy.dvc("repro");
    const textOf = (path: string) => readFileSync(copy.path(path), "utf8");
    measured = [
      { output: "evaluation", name: "eval_metrics.json", text: textOf("metrics/eval_metrics.json") },
      { output: "decision", name: "decision.json", text: textOf("artifacts/decision.json") },
    ];
    copy.remove();
  }, 2 * MINUTES);
});

describe.skipIf(!python)(
  "deploy-model.yml on Azure ML, with a stub az and a fake endpoint",
  { timeout: 20 * MINUTES },
  () => {
    let copy: ProjectCopy;
    let github: FakeGithub;
    let endpoint: FakeEndpoint;
    let az: AzStub;
    const docker = new FakeDocker();

    beforeAll(async () => {
      github = await FakeGithub.start();
      endpoint = await FakeEndpoint.start();
      az = new AzStub(python as string, { AZ_STUB_SCORING_URI: endpoint.scoringUri });
      cpSync(join(docker.bin, "docker"), join(az.bin, "docker"));
      copy = new ProjectCopy(base);
      endpoint.made = { az, docker, project: copy.folder };
      edit(copy, ".github/workflows/deploy-model.yml", (text) => text.replace("--minutes 2", "--minutes 0.1"));
      edit(copy, "tools/azure/deployment/shift.mjs", (text) => text.replace("minutes: 2", "minutes: 0.1"));
      await register("a first model");
    }, 5 * MINUTES);
    afterAll(async () => {
      endpoint.close();
      az.remove();
      docker.remove();
      copy.remove();
      await github.close();
    });

    async function register(message: string): Promise<void> {
      copy.commit(message);
      expect(copy.dvc("repro")).toMatchObject({ exitCode: 0 });
      copy.commit("what it made");
      await npm("register");
    }

    function releases() {
      const { api, repository } = github.repository;
      return { GITHUB_API_URL: api, GITHUB_REPOSITORY: repository, GITHUB_TOKEN: TOKEN };
    }

    function npm(script: string, ...args: string[]): Promise<void> {
      const options = { cwd: copy.folder, env: { ...process.env, ...releases(), MLFLOW_TRACKING_URI: "" } };
      return new Promise((resolve, reject) => {
        execFile("npm", ["run", "--silent", script, "--", ...args], options, (error, out, err) =>
          error ? reject(new Error(`${script}: ${out}${err}`)) : resolve(),
        );
      });
    }

    function deploy(inputs: Record<string, string>): Promise<Run> {
      const { api, repository } = github.repository;
      const all = { to: "staging", rollback: "false", ...inputs };
      return runWorkflow(copy, "deploy-model.yml", "workflow_dispatch", {
        ACT_GITHUB: api,
        ACT_TOKEN: TOKEN,
        ACT_SLUG: repository,
        ACT_INPUTS: fileOf("inputs", all),
        ACT_VARS: fileOf("vars", { ...AZURE_VARIABLES, AZURE_KEY_VAULT: "kv" }),
        ACT_BINDIR: az.bin,
        ACT_TIMEOUT: "1800",
      });
    }
    const traffic = () => az.state.endpoints[ENDPOINT]?.traffic;
    const watched = () => az.state.schedules["churn-drift"]?.inputs.model;
    const aliases = () => openRegistry(releases()).aliases();

    // One story: act has one pool of variables, so staging and production are one endpoint here
    it("takes a version to staging's endpoint, and from there to production's", async () => {
      const staged = await deploy({ version: "1" });
      expect({ failed: staged.failed, jobs: staged.jobs }).toEqual({
        failed: [],
        jobs: { "deploy-staging": "success", "smoke-staging": "success", soak: "success" },
      });
      expect(traffic()).toEqual({ blue: 100 });
      expect(az.state.models.churn?.[1]?.tags.modelDigest).toMatch(/^[0-9a-f]{64}$/);
      const run = await deploy({ version: "1", to: "production" });
      expect({ failed: run.failed, jobs: run.jobs }).toEqual({
        failed: [],
        jobs: { "deploy-production": "success", "smoke-production": "success", drift: "success" },
      });
      expect(watched()).toMatch(/\/churn\/versions\/1$/);
      expect(run.summary).toContain("blue answers with version 1 already");
      expect(await aliases()).toMatchObject({ production: 1 });
    });

    it("gives the traffic back when production's smoke tests fail, and the alias with it", async () => {
      await npm("champion");
      copy.setParam(["train", "seed"], 7);
      await register("a second model");
      await npm("promote", "--to", "staging", "--version", "2");
      const modelDigest = (await openRegistry(releases()).get(2))?.modelDigest ?? "";
      const digest = `sha256:${"c".repeat(64)}`;
      await npm("models", "download", "2", join(docker.folder, "c".repeat(64)));
      docker.put(digest, { version: 2, modelDigest }, "v2", "staging");
      const { state } = az;
      state.models.churn = { ...state.models.churn, 2: { tags: { modelDigest } } };
      az.state = state;
      endpoint.breaksWith = "green";
      const run = await deploy({ version: "2", to: "production" });
      expect(run.jobs).toEqual({
        "deploy-production": "failure",
        rollback: "success",
        drift: "success",
        tell: "success",
      });
      expect(run.failed).toEqual(["Azure ML: traffic"]);
      const maps = az.calls.flatMap(({ opt }) => opt["--traffic"] ?? []);
      const back = "blue=100 green=0"; // by the shift itself, and by the job rollback, which believes nothing
      expect(maps.slice(-4)).toEqual(["blue=90 green=10", "blue=0 green=100", back, back]);
      expect(traffic()).toEqual({ blue: 100, green: 0 });
      expect(await aliases()).toMatchObject({ staging: 2, production: 1 });
      expect(slack(run)).toEqual([
        expect.stringMatching(/“Azure ML: traffic” failed(.|\n)*Production is back on the version before\.$/),
      ]);
    });

    it("takes the traffic back when it was given and production's smoke tests fail", async () => {
      endpoint.breaksWith = undefined;
      docker.state = { ...docker.state, lies: { "production 2": "9" } };
      const run = await deploy({ version: "2", to: "production", reason: "it was the network" });
      expect({ failed: run.failed, jobs: run.jobs }).toEqual({
        failed: ["Smoke tests of production"],
        jobs: {
          "deploy-production": "success",
          "smoke-production": "failure",
          rollback: "success",
          drift: "success",
          tell: "success",
        },
      });
      const maps = az.calls.flatMap(({ opt }) => opt["--traffic"] ?? []);
      expect(maps.slice(-3)).toEqual(["blue=90 green=10", "blue=0 green=100", "blue=100 green=0"]);
      expect(traffic()).toEqual({ blue: 100, green: 0 });
      expect(await aliases()).toMatchObject({ staging: 2, production: 1 });
      expect(watched()).toMatch(/\/churn\/versions\/1$/);
    });
  },
);
