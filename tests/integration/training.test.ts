import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { MODEL_NAME } from "@churn/contracts";
import { hashPath } from "@churn/runtime";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { ended, Workbench } from "../bad-input/workbench.ts";
import { MlflowServer } from "./mlflow-server.ts";
import { UnrulyProxy } from "./unruly-proxy.ts";

const EPOCHS = 12;
const server = new MlflowServer(inject("mlflow"));
const workbench = new Workbench();
const { project } = workbench;
Object.assign(project.environment, { MLFLOW_TRACKING_URI: server.url, GITHUB_RUN_NUMBER: "17" });
const environment = { ...process.env, ...project.environment };
const REGISTER = ["--import", "tsx/esm", "packages/register/src/register.cli.ts"];

const dvc = (...args: string[]) => expect(project.dvc(...args)).toMatchObject({ exitCode: 0 });
const register = (...args: string[]) => project.run(...REGISTER, ...args);

beforeAll(() => {
  project.setParam(["train", "epochs"], EPOCHS);
  project.setParam(["train", "patience"], EPOCHS);
  dvc("repro");
}, 120_000);
afterAll(() => workbench.remove());

describe("a pipeline with a tracking server", () => {
  it("registers what no commit names only when it is told so, and says so", async () => {
    expect(register("--untraceable").output).toContain("version 1");
    const models = project.run("--import", "tsx/esm", "packages/register/src/models.cli.ts");
    expect(models.output).toMatch(/^1 +candidate +subscriptions .* \+ changes /m);
    const { model_version } = await server.ask("GET", `model-versions/get?name=${MODEL_NAME}&version=1`);
    expect(model_version.tags).toContainEqual({ key: "git", value: expect.stringContaining('"dirty":true') });
  });

  it("finds the version again once the same is committed, and the run that trained it", async () => {
    project.commit("2,000 customers");
    dvc("repro", "-s", "-f", "release");
    expect(register()).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining("lready registered as version 1"),
    });
    const { model_version } = await server.ask("GET", `model-versions/get?name=${MODEL_NAME}&version=1`);
    expect(JSON.stringify(model_version.tags)).toContain(project.git("rev-parse", "HEAD").trim());

    const { run } = await server.ask("GET", `runs/get?run_id=${model_version.run_id}`);
    expect(run.info.status).toBe("FINISHED");
    expect(run.data.params).toContainEqual({ key: "train.epochs", value: String(EPOCHS) });
    expect(run.data.tags).toContainEqual({ key: "mlflow.source.git.branch", value: "main" });
    expect(run.data.tags).toContainEqual({ key: "ci.run_number", value: "17" });
    const [{ dataset }] = run.inputs.dataset_inputs;
    expect(dataset).toMatchObject({ name: "subscriptions", digest: project.json("artifacts/features/split.json").md5 });
    const metrics = await metricsOf(run.info.run_id, "val/loss");
    const file = readFileSync(project.path("artifacts/training/plots/metrics/val/loss.tsv"), "utf8");
    expect(metrics).toHaveLength(EPOCHS);
    expect(file.trim().split("\n").slice(1)).toEqual(metrics.map(({ step, value }) => `${step}\t${value}`));
  });
});

/** Trains in a folder of its own, as the server at an address sees it. */
async function train(
  address: string,
  { folder = workbench.folder(), onEpoch = () => {} }: { folder?: string; onEpoch?: (epoch: number) => void } = {},
) {
  const features = ["--in", `features=${project.path("artifacts/features")}`];
  const out = ["--out", "model=tracked/model", "--out", "training=tracked/training"];
  const env = { ...process.env, MLFLOW_TRACKING_URI: address };
  const child = spawn(process.execPath, [...workbench.command("train"), ...features, ...out], { cwd: folder, env });
  const said: { text: string; at: number }[] = [];
  child.stdout.on("data", (text) => {
    said.push({ text, at: performance.now() });
    for (const [, epoch] of String(text).matchAll(/epoch +(\d+)\//g)) onEpoch(Number(epoch));
  });
  const keptIn = join(folder, "artifacts/mlflow");
  const saidAt = (words: string) => said.find(({ text }) => text.includes(words))?.at ?? Number.NaN;
  const how = await ended(child);
  return {
    ...how,
    folder,
    saidAt,
    kept: existsSync(keptIn) ? readdirSync(keptIn).map((name) => join(keptIn, name)) : [],
  };
}

const metricsOf = async (run: string, key: string): Promise<{ step: number; value: number }[]> =>
  (await server.ask("GET", `metrics/get-history?run_id=${run}&metric_key=${key}`)).metrics;

/** Waiting is most of it. */
describe.concurrent("training", () => {
  const sameModel = async (folder: string) =>
    (await hashPath(join(folder, "tracked/model"))) === (await hashPath(project.path("artifacts/model")));

  it("loses nothing when the server goes away in the middle: the run is kept, and register sends it", async ({
    expect,
  }) => {
    const proxy = await UnrulyProxy.before(server.port);
    const onEpoch = (epoch: number) => epoch === 5 && proxy.close();
    const { exitCode, folder, stdout, kept } = await train(proxy.url, { folder: project.folder, onEpoch });
    expect(exitCode).toBe(0);
    expect(await sameModel(folder)).toBe(true);
    const key = basename(kept[0] ?? "", ".json");
    expect(stdout).toContain(`kept in artifacts/mlflow/${key}.json`);
    const { experiment } = await server.ask("GET", `experiments/get-by-name?experiment_name=${MODEL_NAME}`);
    const search = { experiment_ids: [experiment.experiment_id], filter: `tags.\`run.key\` = '${key}'` };
    const [before] = (await server.ask("POST", "runs/search", search)).runs;
    expect(before.info.status).toBe("RUNNING");

    const registering = spawn(process.execPath, REGISTER, { cwd: folder, env: environment });
    expect(await ended(registering)).toMatchObject({ exitCode: 0 });
    expect(existsSync(kept[0] ?? "")).toBe(false);
    const { runs } = await server.ask("POST", "runs/search", search);
    expect(runs).toHaveLength(1);
    expect(runs[0].info).toMatchObject({ status: "FINISHED", run_id: before.info.run_id });
    expect(await metricsOf(before.info.run_id, "train/loss")).toHaveLength(EPOCHS);
  });

  it("sends at the end what the server did not take while it went on", async ({ expect }) => {
    const proxy = await UnrulyProxy.before(server.port);
    let isBack = false;
    proxy.whim = () => (isBack ? undefined : { status: 503 });
    const onEpoch = (epoch: number) => {
      isBack = epoch === EPOCHS;
    };
    const { exitCode, stdout, kept } = await train(proxy.url, { onEpoch });
    proxy.close();
    expect(exitCode).toBe(0);
    expect(kept).toEqual([]);
    const [, id = ""] = /runs\/([0-9a-f]{32})/.exec(stdout) ?? [];
    expect(await metricsOf(id, "val/roc_auc")).toHaveLength(EPOCHS);
  });

  it("does not wait for a server that answers nothing, but some seconds at the end", async ({ expect }) => {
    const proxy = await UnrulyProxy.before(server.port);
    proxy.whim = () => ({ waitMs: 60_000 });
    const { exitCode, saidAt, folder, kept } = await train(proxy.url);
    proxy.close();
    expect(exitCode).toBe(0);
    expect(saidAt("best epoch") - saidAt("epoch  1/")).toBeLessThan(20_000);
    expect(saidAt("kept in") - saidAt("best epoch")).toBeLessThan(12_000);
    expect(kept).toHaveLength(1);
    expect(await sameModel(folder)).toBe(true);
  });
});

describe("promotion on a tracking server", { timeout: 180_000 }, () => {
  const program = (name: string, ...args: string[]) =>
    project.run("--import", "tsx/esm", `packages/register/src/${name}.cli.ts`, ...args);
  const does = (says: RegExp) => ({ exitCode: 0, output: expect.stringMatching(says) });
  const inProduction = async () => {
    await sleep(10); // programs ran for seconds meanwhile: let go of the connection that the server has closed
    const { model_version } = await server.ask("GET", `registered-models/alias?name=${MODEL_NAME}&alias=production`);
    return model_version.version;
  };

  it("takes a version to production, another one after it, and back", async () => {
    expect(program("promote", "--to", "staging")).toEqual(does(/staging: no version → version 1/));
    expect(program("promote", "--to", "production")).toEqual(does(/production: no version → version 1/));
    expect(project.json("champion.json")).toMatchObject({ champion: { version: 1 } });

    project.setParam(["train", "seed"], 7);
    project.commit("another seed");
    dvc("repro");
    expect(register()).toEqual(does(/Registered .* version 2/));
    expect(program("promote", "--to", "production")).toEqual(
      does(/version 1 already, moved by .+; nothing was moved now/),
    );
    expect(program("promote", "--to", "staging")).toEqual(does(/staging: version 1 → version 2/));
    expect(program("promote", "--to", "production")).toEqual(does(/judged beside version 1(.*\n)+.*→ version 2/));
    expect(await inProduction()).toBe("2");

    expect(program("rollback", "--reason", "too slow")).toEqual(does(/production: version 2 → version 1/));
    expect(await inProduction()).toBe("1");
    expect(program("promote", "--to", "production")).toMatchObject({ exitCode: 1 });
    expect(program("models", "history")).toEqual(does(/production +2 +1 .*rolled back: too slow\n/));
  });
});
