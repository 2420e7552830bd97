import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Column,
  Comparison,
  EvalMetrics,
  FEATURE_FILES,
  loadDataset,
  METRIC_NAMES,
  namedSlices,
  type Params,
  Slices,
  type TransformerState,
} from "@churn/contracts";
import { evaluate, maxF1Threshold } from "@churn/metrics";
import { buildNetwork, ChurnModel, loadTensorFlow } from "@churn/model";
import { evaluatedDigests, executeStage, sealDigest, writeSeal } from "@churn/runtime";
import { useFolders } from "@churn/runtime/test-support";
import { FeatureTable, sqlName, sqlString, Tables } from "@churn/tables";
import { describe, expect, it, vi } from "vitest";
import { evaluateStage } from "../src/index.ts";
import { makeParams } from "./make-metrics.ts";

const makeFolder = useFolders();

const dataset = await loadDataset("subscriptions");
const { tf } = await loadTensorFlow();
const state: TransformerState = { dataset: dataset.name, columns: [{ kind: "flag", column: "a", missing: null }] };
const makeModel = (width: number) =>
  new ChurnModel(tf, buildNetwork(tf, width, state, { ...makeParams().train, seed: 3 }));

/** A value of the column for row i of the held-out customers, as SQL. */
function valueSql(column: Column): string {
  if ("missing" in column && typeof column.missing === "object") return "case when i % 5 = 0 then null else i % 90 end";
  if (column.type === "category")
    return `list_extract([${column.categories.map(sqlString).join(", ")}], i % ${column.categories.length} + 1)`;
  if (column.type === "label") return "(i % 4 = 0)::integer";
  return column.type === "text" || column.type === "date" ? "i::varchar" : "(i % 24)::integer";
}

/** artifacts/features and artifacts/model of a model that nobody has trained. */
async function makeArtifacts(width = 3, trainedWidth = width) {
  const at = makeFolder();
  for (const folder of ["features", "model"]) mkdirSync(at(folder));
  writeFileSync(at("features", FEATURE_FILES.transformer), JSON.stringify(state));
  await Tables.inMemory(async (tables) => {
    const save = (name: keyof typeof FEATURE_FILES, select: string, rows: number) =>
      tables.run(
        `copy (select ${select} from range(${rows}) t(i)) to ${sqlString(at("features", FEATURE_FILES[name]))} (format parquet)`,
      );
    const features = Array.from({ length: width }, (_, k) => `((i * ${7 + k}) % 31 / 15.0 - 1)::float as f${k}`);
    const table = [...features, "(i % 4 = 0)::integer::float as churn"].join(", ");
    await save("val", table, 120);
    await save("test", table, 300);
    const raw = Object.entries(dataset.columns).map(([name, column]) => `${valueSql(column)} as ${sqlName(name)}`);
    await save("holdout", raw.join(", "), 300);
  });
  writeFileSync(at("champion.json"), '{ "champion": null }');
  for (const [name, bytes] of Object.entries(await makeModel(trainedWidth).toFiles()))
    writeFileSync(at("model", name), bytes);
  await writeSeal(at("features"));
  await writeSeal(at("model"), { features: await sealDigest(at("features")) });
  return at;
}
const artifacts = await makeArtifacts();

async function run(at = artifacts, params: Partial<Params> = {}) {
  const out = makeFolder();
  const printed: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => printed.push(String(text)) > 0);
  const inputs = { features: at("features"), model: at("model"), champion: at("champion.json") };
  const verdict = await executeStage(evaluateStage, inputs, { evaluation: out("metrics") }, makeParams(params));
  const json = (name: string) => JSON.parse(readFileSync(out("metrics", name), "utf8"));
  return { verdict, json, folder: out("metrics"), printed: printed.join("") };
}
/** Labels and scores of a part. */
const scored = (part: "val" | "test") =>
  Tables.inMemory(async (tables) => {
    const { x, y } = await (await FeatureTable.open(tables, join(artifacts("features"), FEATURE_FILES[part]))).block(0);
    return { yTrue: y, yScore: makeModel(3).predict(x) };
  });

describe("evaluation", () => {
  it("measures the model on the held-out customers, and ends well whatever the values are", async () => {
    const { verdict, json } = await run();
    const metrics = EvalMetrics.parse(json("eval_metrics.json"));
    const { yTrue, yScore } = await scored("test");
    expect(verdict).toBeUndefined();
    expect(metrics).toMatchObject({ ...evaluate(yTrue, yScore, 0.5), rows: 300, churners: 75, threshold: 0.5 });
    for (const name of METRIC_NAMES.filter((name) => name !== "calibration_error" && name !== "precision")) {
      const { lower, upper } = metrics.intervals[name] ?? { lower: NaN, upper: NaN };
      expect(lower <= (metrics[name] as number) && (metrics[name] as number) <= upper, name).toBe(true);
    }
  });

  it("measures every slice of the contract", async () => {
    const slices = Slices.parse((await run()).json("slices.json"));
    expect(slices.map(({ name }) => name)).toEqual(namedSlices(dataset).map(({ name }) => name));
    const missing = namedSlices(dataset).find((slice) => "missing" in slice)?.name;
    expect(slices.find(({ name }) => name === missing)?.rows).toBe(60);
  });

  it("says which bytes were judged", async () => {
    const { json } = await run();
    const inputs = { model: artifacts("model"), features: artifacts("features") };
    expect(json("eval_metrics.json").evaluated).toEqual(await evaluatedDigests(inputs));
  });

  it("draws curves that dvc plots knows", async () => {
    const { folder, json } = await run();
    expect(readdirSync(folder).sort()).toEqual(["comparison.json", "eval_metrics.json", "plots", "slices.json"]);
    expect(readdirSync(join(folder, "plots")).sort()).toEqual([
      "calibration.json",
      "confusion.json",
      "pr.json",
      "roc.json",
    ]);
    const roc: { fpr: number; tpr: number }[] = json("plots/roc.json");
    expect([roc[0], roc.at(-1)]).toEqual([
      { fpr: 0, tpr: 0 },
      { fpr: 1, tpr: 1 },
    ]);
    const customers = (file: string) =>
      (json(file) as { customers: number }[]).reduce((sum, row) => sum + row.customers, 0);
    expect([customers("plots/confusion.json"), customers("plots/calibration.json")]).toEqual([300, 300]);
  });

  it("chooses the threshold with the best F1 score on the validation part, if asked to", async () => {
    const { json } = await run(artifacts, { evaluate: { threshold: "max-f1" } });
    const { yTrue, yScore } = await scored("val");
    const threshold = maxF1Threshold(yTrue, yScore);
    const heldOut = await scored("test");
    expect(json("eval_metrics.json")).toMatchObject({
      threshold,
      ...evaluate(heldOut.yTrue, heldOut.yScore, threshold),
    });
  });

  it("twice gives the same bytes", async () => {
    const [first, second] = [await run(), await run()];
    const files = ["eval_metrics.json", "slices.json", "plots/roc.json", "plots/pr.json", "plots/calibration.json"];
    const read = (folder: string) => files.map((name) => readFileSync(join(folder, name), "utf8"));
    expect(read(first.folder)).toEqual(read(second.folder));
  });

  it("says so when there is no champion to compare with", async () => {
    const { json, printed } = await run();
    expect(Comparison.parse(json("comparison.json"))).toEqual({
      status: "no champion",
      why: "no version is in production yet",
      champion: null,
      customers: { heldOut: 300, compared: 0 },
      groups: [],
    });
    expect(printed).toContain("no champion to compare with");
  });

  it("shows a person the metrics and the slices", async () => {
    const { printed } = await run();
    expect(printed).toMatch(/^on 300 held-out customers: accuracy 0\.\d{4}, F1 0\.\d{4}, ROC AUC 0\.\d{4}\n/);
    for (const { name } of namedSlices(dataset)) expect(printed).toContain(name);
  });
});

describe("evaluation refuses", () => {
  it.each(["val", "test", "holdout"] as const)("features without %s", async (name) => {
    const at = makeFolder();
    await expect(run(at)).rejects.toMatchObject({ code: "ARTIFACT_MISSING", exitCode: 3 });
    mkdirSync(at("features"), { recursive: true });
    for (const other of ["val", "test", "holdout"] as const)
      if (other !== name) writeFileSync(at("features", FEATURE_FILES[other]), "");
    await expect(run(at)).rejects.toMatchObject({
      where: at("features", FEATURE_FILES[name]),
      fix: "run `npm run preprocess`, which writes it",
    });
  });

  it.each(["model.json", "weights.bin"])("a model without %s", async (name) => {
    const at = await makeArtifacts();
    rmSync(at("model", name));
    await expect(run(at)).rejects.toMatchObject({
      code: "ARTIFACT_MISSING",
      exitCode: 3,
      where: at("model", name),
      fix: "run `npm run train`, which writes it",
    });
  });

  it("a model that was cut short", async () => {
    const at = await makeArtifacts();
    writeFileSync(at("model/weights.bin"), readFileSync(at("model/weights.bin")).subarray(1));
    await expect(run(at)).rejects.toMatchObject({ code: "ARTIFACT_INVALID", exitCode: 3, where: at("model") });
  });

  it("a model that was made for other features", async () => {
    const at = await makeArtifacts(3, 2);
    const path = at("features", FEATURE_FILES.test);
    await expect(run(at)).rejects.toMatchObject({
      code: "ARTIFACT_INVALID",
      exitCode: 3,
      message: `the model takes 2 features, ${path} has 3`,
      where: path,
    });
  });
});
