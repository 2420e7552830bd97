import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { ended, Workbench } from "../bad-input/workbench.ts";
import { AzureMlProxy } from "./azure-ml-proxy.ts";
import { MlflowServer } from "./mlflow-server.ts";

const TOKEN = "the-token-of-a-job";
const server = new MlflowServer(inject("mlflow"));
const workbench = new Workbench();
const { project } = workbench;
let proxy: AzureMlProxy;

beforeAll(async () => {
  project.setParam(["train", "epochs"], 3);
  expect(project.dvc("repro", "preprocess")).toMatchObject({ exitCode: 0 });
  proxy = await AzureMlProxy.before(server.port, { token: TOKEN, folder: workbench.folder() });
}, 120_000);
afterAll(() => {
  proxy.close();
  workbench.remove();
});

/** A program as it runs in a job of Azure ML: the platform began a run for it. */
async function inJob(command: string[], run: string) {
  const job = { MLFLOW_TRACKING_URI: proxy.uri, MLFLOW_TRACKING_TOKEN: TOKEN, MLFLOW_RUN_ID: run };
  const env = { ...process.env, ...job, NODE_EXTRA_CA_CERTS: proxy.certificate };
  return ended(spawn(process.execPath, command, { cwd: project.folder, env }));
}

describe("a job of Azure ML, a fake before a real MLflow server", () => {
  it("gets the training's values into its own run, and no file", async () => {
    const { experiment_id } = await server.ask("POST", "experiments/create", { name: "a job's" });
    const { run } = await server.ask("POST", "runs/create", { experiment_id, run_name: "the job", start_time: 1 });
    const id = run.info.run_id;
    const { exitCode, stdout } = await inJob(workbench.command("train"), id);
    expect({ exitCode, stdout }).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining(`MLflow: run ${id} in Azure ML`),
    });
    const { run: now } = await server.ask("GET", `runs/get?run_id=${id}`);
    expect(now.info.status).toBe("RUNNING"); // the platform ends it
    expect(now.data.params).toContainEqual({ key: "train.epochs", value: "3" });
    expect(now.data.tags).toContainEqual({
      key: "dataset.md5",
      value: project.json("artifacts/features/split.json").md5,
    });
    const { metrics } = await server.ask("GET", `metrics/get-history?run_id=${id}&metric_key=val/loss`);
    expect(metrics).toHaveLength(3);
    expect(proxy.refused).toEqual([]);
  });

  it("is told that its workspace is no registry", async () => {
    const { exitCode, stderr } = await inJob(["--import", "tsx/esm", "packages/register/src/register.cli.ts"], "x");
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("is no registry here") });
  });
});
