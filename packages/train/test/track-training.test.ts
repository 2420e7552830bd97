import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { fileURLToPath, pathToFileURL } from "node:url";
import { FEATURE_FILES } from "@churn/contracts";
import { useFolders } from "@churn/runtime/test-support";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { trackTraining } from "../src/track-training.ts";
import { makeFeatures, makeParams } from "./make-features.ts";

const makeFolder = useFolders();
const rows = { in: 3, train: 1, val: 1, test: 1, rejected: 0 };
const split = { dataset: "shop", md5: "0".repeat(32), rows, reasons: {} };

describe("a run in MLflow", () => {
  const server = createServer((_, answer) => answer.writeHead(401).end("who are you?"));
  let address: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  /** What training says of it when it fails after an epoch, and the folder that it ran in. */
  async function failedRun(uri: string) {
    const at = makeFolder({ [`features/${FEATURE_FILES.split}`]: JSON.stringify(split) });
    const before = process.cwd();
    process.chdir(at());
    onTestFinished(() => process.chdir(before));
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const run = await trackTraining({ MLFLOW_TRACKING_URI: uri }, at("features"), makeParams());
    run?.log({ "train/loss": 0.5 }, 1);
    await run?.fail();
    return { at, said: write.mock.calls.join("") };
  }

  it("is kept where the server wants other credentials, which are told nobody", async () => {
    const { at, said } = await failedRun(`http://ada:s3cret@${address}`);
    const path = /kept in (\S+\.json)/.exec(said)?.[1] ?? "";
    expect(said).toContain(`MLflow at http://${address} wants other credentials (401)`);
    const kept = readFileSync(at(path), "utf8");
    expect(JSON.parse(kept)).toMatchObject({
      dataset: { name: "shop", md5: split.md5 },
      params: { dataset: "shop", "train.epochs": "4" },
      metrics: [{ key: "train/loss", value: 0.5, step: 1 }],
      end: { status: "FAILED" },
    });
    expect(said + kept).not.toContain("s3cret");
  });

  it("is none where the server is one that this client does not know", async () => {
    const { at, said } = await failedRun("databricks://s3cret");
    expect(said).toMatch(/this run is not logged, Databricks' server/);
    expect(said).not.toContain("s3cret");
    expect(readdirSync(at())).toEqual(["features"]);
  });

  it("is none in a job of Azure ML that was given no token", async () => {
    const { said } = await failedRun("azureml://region.api.azureml.ms/mlflow/v1.0/subscriptions/s");
    expect(said).toMatch(/this run is not logged, Azure ML wants MLFLOW_TRACKING_TOKEN/);
  });

  it("does not begin where the address is none", async () => {
    await expect(failedRun("s3cret-place")).rejects.toMatchObject({
      exitCode: 2,
      message: expect.not.stringContaining("s3cret"),
    });
  });
});

describe("training", () => {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const program = fileURLToPath(new URL("../src/train.cli.ts", import.meta.url));
  const hook = `export const resolve = (name, context, next) => {
    if (name === "@churn/mlflow") throw new Error("MLflow's client is loaded");
    return next(name, context);
  };`;
  const spy = `import { register } from "node:module"; register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hook)}`)});`;
  const imports = ["--import", tsx, "--import", `data:text/javascript,${encodeURIComponent(spy)}`];

  it.each([
    { address: "", exitCode: 0, says: "best epoch" },
    { address: "http://127.0.0.1:9", exitCode: 70, says: "MLflow's client is loaded" },
  ])("loads MLflow's client only when a server is named: $address", async ({ address, exitCode, says }) => {
    const features = await makeFeatures(makeFolder);
    const at = makeFolder({ "params.yaml": JSON.stringify(makeParams({ epochs: 1 })) });
    const env = { PATH: "/nowhere", MLFLOW_TRACKING_URI: address };
    const args = [...imports, program, "--in", `features=${features}`];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: at(), env, encoding: "utf8" });
    expect(stdout + stderr).toContain(says);
    expect(status).toBe(exitCode);
  });
});
