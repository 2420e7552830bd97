import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { FEATURE_FILES, type Params } from "@churn/contracts";
import { logLoss, rocAuc } from "@churn/metrics";
import { ChurnModel, loadTensorFlow } from "@churn/model";
import { executeStage } from "@churn/runtime";
import { useFolders } from "@churn/runtime/test-support";
import { FeatureTable, Tables } from "@churn/tables";
import { describe, expect, it, vi } from "vitest";
import { trainStage } from "../src/index.ts";
import { makeFeatures, makeParams } from "./make-features.ts";

const makeFolder = useFolders();

const features = await makeFeatures(makeFolder);

async function train(params: Partial<Params["train"]> = {}, from = features) {
  const at = makeFolder();
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await executeStage(
    trainStage,
    { features: from },
    { model: at("model"), training: at("training") },
    makeParams(params),
  );
  return at;
}
const bytesIn = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path.slice(folder.length), readFileSync(path).toString("base64")]),
  );

describe("training", () => {
  it("leaves a model that has learned something, in the files that TensorFlow.js knows", async () => {
    const at = await train();
    expect(readdirSync(at("model")).sort()).toEqual(["model.json", "seal.json", "weights.bin"]);
    const { modelTopology, weightsManifest } = JSON.parse(readFileSync(at("model/model.json"), "utf8"));
    expect(modelTopology.class_name ?? modelTopology.model_config.class_name).toBe("Model");
    expect(weightsManifest[0].paths).toEqual(["weights.bin"]);
    expect(readdirSync(at()).sort()).toEqual(["model", "training"]);
    expect(JSON.parse(readFileSync(at("training/metrics.json"), "utf8")).val.roc_auc).toBeGreaterThan(0.8);
  });

  it("keeps the weights of the epoch that it says was the best", async () => {
    const at = await train({ learningRate: 0.5, epochs: 4, patience: 4 });
    const losses = readFileSync(at("training/plots/metrics/val/loss.tsv"), "utf8").trim().split("\n").slice(1);
    const best = losses.map((line) => Number(line.split("\t")[1])).reduce((a, b) => Math.min(a, b));
    const said = JSON.parse(readFileSync(at("training/metrics.json"), "utf8"));
    expect(said.val.loss).toBe(best);

    const { tf } = await loadTensorFlow();
    const files = {
      "model.json": readFileSync(at("model/model.json"), "utf8"),
      "weights.bin": readFileSync(at("model/weights.bin")),
    };
    const model = await ChurnModel.fromFiles(tf, files, at("model"));
    await Tables.inMemory(async (tables) => {
      const { x, y } = await (await FeatureTable.open(tables, join(features, FEATURE_FILES.val))).block(0);
      expect(logLoss(y, model.predict(x))).toBe(best);
      expect(rocAuc(y, model.predict(x))).toBe(said.val.roc_auc);
    });
  });

  it("twice gives the same bytes, and other bytes from another seed", async () => {
    const [first, second, other] = [
      await train({ dropout: 0.2, epochs: 2 }),
      await train({ dropout: 0.2, epochs: 2 }),
      await train({ dropout: 0.2, epochs: 2, seed: 2 }),
    ];
    expect(bytesIn(first())).toEqual(bytesIn(second()));
    expect(bytesIn(first("model"))["/weights.bin"]).not.toEqual(bytesIn(other("model"))["/weights.bin"]);
  });

  it.each(["train", "val", "transformer"] as const)("asks for preprocessing when there is no %s", async (name) => {
    const from = await makeFeatures(makeFolder);
    rmSync(join(from, FEATURE_FILES[name]));
    await expect(train({}, from)).rejects.toMatchObject({
      code: "ARTIFACT_MISSING",
      exitCode: 3,
      where: join(from, FEATURE_FILES[name]),
      fix: "run `npm run preprocess`, which writes it",
    });
  });
});

// Concurrent, because most of the time goes into starting Node and TensorFlow.
describe.concurrent("training that is stopped in the middle", () => {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const program = fileURLToPath(new URL("../src/train.cli.ts", import.meta.url));

  /** Starts training where a model of before is, and stops it after the first epoch. */
  function stop(signal: NodeJS.Signals) {
    const at = makeFolder({
      "params.yaml": JSON.stringify(makeParams({ epochs: 1000, patience: 1000, learningRate: 1e-9 })),
      "artifacts/model/model.json": "the model of before",
    });
    return new Promise<{ at: typeof at; code: number | null }>((resolve) => {
      const options = { cwd: at(), timeout: 15_000, killSignal: "SIGKILL" } as const;
      const child = spawn(process.execPath, ["--import", tsx, program, "--in", `features=${features}`], options);
      child.stdout.on("data", (text) => {
        if (String(text).includes("epoch  2")) child.kill(signal);
      });
      child.on("close", (code) => resolve({ at, code }));
    });
  }

  it.for([
    { by: "Ctrl-C", signal: "SIGINT", code: 130 },
    { by: "a kill", signal: "SIGKILL", code: null },
  ] as const)("by $by leaves the model of before, and what was logged", async ({ signal, code }, { expect }) => {
    const { at, code: ended } = await stop(signal);
    expect(ended).toBe(code);
    expect(readdirSync(at("artifacts/model"))).toEqual(["model.json"]);
    expect(readFileSync(at("artifacts/model/model.json"), "utf8")).toBe("the model of before");
    expect(readFileSync(at("artifacts/training/plots/metrics/val/loss.tsv"), "utf8")).toMatch(
      /^step\tloss\n1\t[\d.]+\n/,
    );
    expect(existsSync(at("artifacts/status/train.json"))).toBe(signal === "SIGINT");
  });
});
