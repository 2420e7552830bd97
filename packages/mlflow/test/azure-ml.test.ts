import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { useFolders } from "@churn/runtime/test-support";
import { describe, expect, it, onTestFinished } from "vitest";
import { MlflowClient, TrackedRun } from "../src/index.ts";

const makeFolder = useFolders();
type Asked = { path: string; body: Record<string, unknown> };

/** A fake of Azure ML's MLflow, which knows one run and has no more than Azure ML has. */
async function fakeAzureMl(status = 200) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const path = new URL(request.url ?? "", "http://fake").pathname.replace("/ws/api/2.0/mlflow/", "");
    asked.push({ path, body: JSON.parse(Buffer.concat(parts).toString() || "{}") });
    if (status !== 200) return void response.writeHead(status).end("{}");
    const info = { run_id: "the-job", experiment_id: "7", artifact_uri: "azureml://somewhere" };
    const answers: Record<string, object> = { "runs/get": { run: { info } }, "runs/log-batch": {} };
    if (path in answers) return void response.end(JSON.stringify(answers[path]));
    response.writeHead(404).end("not here");
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ws`, asked };
}

async function logged(url: string) {
  const client = new MlflowClient({ url, authorization: "Bearer t0ken", isAzureMl: true }, { patienceMs: 0 });
  const record = {
    key: "8f4a4e5e-5f0b-4f0e-9a55-0f6d7d0f7a11",
    run: "the-job",
    experiment: "churn",
    name: "a run",
    startTime: 1,
    tags: { "git.dirty": "false" },
    params: { "train.epochs": "4" },
    dataset: { name: "shop", md5: "0".repeat(32), source: "data/customers.csv" },
    metrics: [],
  };
  const folder = makeFolder()("kept");
  const run = new TrackedRun(client, record, folder);
  run.log({ "val/loss": 0.5 }, 1);
  return run.end("FINISHED", { best_epoch: "1" });
}

describe("a run in a job of Azure ML", () => {
  it("goes into the job's own run, which it neither begins nor ends, and sends no file", async () => {
    const { url, asked } = await fakeAzureMl();
    expect(await logged(url)).toEqual({
      place: expect.stringMatching(/^run the-job in Azure ML, which takes no files/),
    });
    expect([...new Set(asked.map(({ path }) => path))]).toEqual(["runs/get", "runs/log-batch"]);
    const sent = JSON.stringify(asked.map(({ body }) => body));
    for (const key of ["git.dirty", "train.epochs", "dataset.md5", "val/loss", "best_epoch"])
      expect(sent).toContain(key);
    expect(asked.slice(1).every(({ body }) => body.run_id === "the-job")).toBe(true);
  });

  it("says why when it is refused, and keeps no file that nobody would send", async () => {
    const { url } = await fakeAzureMl(401);
    expect(await logged(url)).toEqual({ why: expect.stringContaining("wants other credentials (401)") });
  });
});
