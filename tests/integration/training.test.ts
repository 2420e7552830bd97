import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { hashPath } from "@churn/runtime";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { type Ended, ended, Workbench } from "../bad-input/workbench.ts";
import { MlflowServer } from "./mlflow-server.ts";
import { UnrulyProxy } from "./unruly-proxy.ts";

const EPOCHS = 20;
const server = new MlflowServer(inject("mlflow"));
const workbench = new Workbench();
const { project } = workbench;
project.environment.MLFLOW_TRACKING_URI = server.url;
project.environment.GITHUB_RUN_NUMBER = "17";

const dvc = (...args: string[]) => expect(project.dvc(...args)).toMatchObject({ exitCode: 0 });
const register = (...args: string[]) =>
  project.run("--import", "tsx", "packages/register/src/register.cli.ts", ...args);
const search = (filter: string) => server.ask("POST", "runs/search", { experiment_ids: ["0", "1", "2"], filter });

beforeAll(() => {
  project.setParam(["train", "epochs"], EPOCHS);
  project.setParam(["train", "patience"], EPOCHS);
  dvc("repro");
}, 120_000);
afterAll(() => workbench.remove());

describe("a pipeline with a tracking server", () => {
  it("registers nothing that no commit names, unless it is told so", async () => {
    const refused = register();
    expect(refused).toMatchObject({ exitCode: 1, output: expect.stringContaining("--untraceable") });
    expect(register("--untraceable").output).toContain("version 1");
    const { model_version } = await server.ask("GET", "model-versions/get?name=churn&version=1");
    expect(model_version.tags).toContainEqual({ key: "git", value: expect.stringContaining('"dirty":true') });
  });

  it("finds the version again once the same is committed, and the run that trained it", async () => {
    project.commit("2,000 customers");
    dvc("repro", "-s", "-f", "release");
    expect(register()).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining("lready registered as version 1"),
    });
    const { model_version } = await server.ask("GET", "model-versions/get?name=churn&version=1");
    expect(JSON.stringify(model_version.tags)).toContain(project.git("rev-parse", "HEAD").trim());

    const { run } = await server.ask("GET", `runs/get?run_id=${model_version.run_id}`);
    expect(run.info.status).toBe("FINISHED");
    expect(run.data.params).toContainEqual({ key: "train.epochs", value: String(EPOCHS) });
    expect(run.data.tags).toContainEqual({ key: "mlflow.source.git.branch", value: "main" });
    expect(run.data.tags).toContainEqual({ key: "ci.run_number", value: "17" });
    const [{ dataset }] = run.inputs.dataset_inputs;
    expect(dataset).toMatchObject({ name: "subscriptions", digest: project.json("artifacts/features/split.json").md5 });
    const query = `run_id=${run.info.run_id}&metric_key=val/loss`;
    const { metrics } = await server.ask("GET", `metrics/get-history?${query}`);
    expect(metrics.map(({ step }: { step: number }) => step)).toEqual(Array.from({ length: EPOCHS }, (_, i) => i + 1));
    const file = readFileSync(project.path("artifacts/training/plots/metrics/val/loss.tsv"), "utf8");
    expect(file.trim().split("\n").slice(1)).toEqual(
      metrics.map(({ step, value }: { step: number; value: number }) => `${step}\t${value}`),
    );
  });
});

describe("training", () => {
  let proxy: UnrulyProxy;
  beforeEach(async () => {
    proxy = await UnrulyProxy.before(server.port);
  });
  afterEach(() => {
    proxy.close();
    rmSync(project.path("artifacts/mlflow"), { recursive: true, force: true });
  });

  /** @param onEpoch - called with the number of each epoch that it has done */
  async function train(address: string, onEpoch: (epoch: number) => void = () => {}): Promise<Ended & { ms: number }> {
    const model = ["--out", "model=elsewhere/model", "--out", "training=elsewhere/training"];
    const env = { ...process.env, MLFLOW_TRACKING_URI: address };
    const began = performance.now();
    const child = spawn(process.execPath, [...workbench.command("train"), ...model], { cwd: project.folder, env });
    child.stdout.on("data", (text) => {
      for (const [, epoch] of String(text).matchAll(/epoch +(\d+)\//g)) onEpoch(Number(epoch));
    });
    return { ...(await ended(child)), ms: performance.now() - began };
  }
  const kept = () =>
    existsSync(project.path("artifacts/mlflow")) ? readdirSync(project.path("artifacts/mlflow")) : [];

  async function expectSameModel() {
    const digests = ["elsewhere/model", "artifacts/model"].map((path) => hashPath(project.path(path)));
    const [found, expected] = await Promise.all(digests);
    expect(found).toBe(expected);
  }

  it("loses nothing when the server goes away in the middle: the run is kept, and register sends it", async () => {
    const { exitCode, stdout } = await train(proxy.url, (epoch) => epoch === 5 && proxy.close());
    expect(exitCode).toBe(0);
    await expectSameModel();
    const [file] = kept();
    expect(stdout).toContain(`kept in artifacts/mlflow/${file}`);
    const before = await search(`tags.run.key = '${file?.replace(".json", "")}'`);
    expect(before.runs[0].info.status).toBe("RUNNING");

    expect(register().exitCode).toBe(0);
    expect(kept()).toEqual([]);
    const { runs } = await search(`tags.run.key = '${file?.replace(".json", "")}'`);
    expect(runs).toHaveLength(1);
    expect(runs[0].info).toMatchObject({ status: "FINISHED", run_id: before.runs[0].info.run_id });
    const query = `run_id=${runs[0].info.run_id}&metric_key=train/loss`;
    expect((await server.ask("GET", `metrics/get-history?${query}`)).metrics).toHaveLength(EPOCHS);
  });

  it("sends at the end what the server did not take while it went on", async () => {
    let isBack = false;
    proxy.whim = () => (isBack ? undefined : { status: 503 });
    const { exitCode, stdout } = await train(proxy.url, (epoch) => {
      isBack = epoch === EPOCHS;
    });
    expect(exitCode).toBe(0);
    expect(kept()).toEqual([]);
    const [, id] = /runs\/([0-9a-f]{32})/.exec(stdout) ?? [];
    const { metrics } = await server.ask("GET", `metrics/get-history?run_id=${id}&metric_key=val/roc_auc`);
    expect(metrics).toHaveLength(EPOCHS);
  });

  it("does not wait for a server that answers nothing", async () => {
    const free = await train("");
    proxy.whim = () => ({ waitMs: 60_000 });
    const { exitCode, ms, stdout } = await train(proxy.url);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("kept in");
    expect(ms - free.ms).toBeLessThan(8_000);
    await expectSameModel();
  });

  it.each([
    { when: "its credentials are wrong", address: () => proxy.url.replace("//", "//ada:s3cret@"), says: "(401)" },
    { when: "the server is Azure ML's", address: () => "azureml://region/s3cret", says: "Azure ML" },
  ])("goes on when $when, and tells no secret", async ({ address, says }) => {
    proxy.whim = () => ({ status: 401 });
    const { exitCode, stdout, stderr } = await train(address());
    expect(exitCode).toBe(0);
    expect(stdout).toContain(says);
    expect(
      stdout + stderr + kept().map((name) => readFileSync(join(project.path("artifacts/mlflow"), name))),
    ).not.toContain("s3cret");
  });

  it("does not begin with an address that is none", async () => {
    const { exitCode, stderr } = await train("s3cret-place");
    expect(exitCode).toBe(2);
    expect(stderr).toContain("MLFLOW_TRACKING_URI can't be used");
    expect(stderr).not.toContain("s3cret");
  });
});
