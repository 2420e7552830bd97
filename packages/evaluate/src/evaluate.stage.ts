import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type EvalMetrics, FEATURE_FILES, loadDataset, type Params, PipelineError } from "@churn/contracts";
import { maxF1Threshold } from "@churn/metrics";
import { ChurnModel, loadTensorFlow } from "@churn/model";
import {
  defineStage,
  evaluatedDigests,
  log,
  readBytes,
  readEnvironment,
  readText,
  readTransformer,
  requireFile,
  writeJson,
} from "@churn/runtime";
import { FeatureTable, Tables } from "@churn/tables";
import { countChurners, evaluate, metricIntervals } from "./evaluate.ts";
import { plots } from "./plots.ts";
import { sliceMetrics, sliceTable } from "./slices.ts";

export const evaluateStage = defineStage({
  name: "evaluate",
  summary: "judges the model on customers it has never seen; every value is a result, none is a failure",
  inputs: { features: "artifacts/features", model: "artifacts/model" },
  outputs: { evaluation: "metrics" },
  run: async ({ inputs, outputs: { evaluation }, params }) => {
    const file = (name: keyof typeof FEATURE_FILES) => join(inputs.features, FEATURE_FILES[name]);
    for (const name of ["val", "test", "holdout"] as const)
      requireFile(file(name), "run `npm run preprocess`, which writes it");
    const dataset = await loadDataset(params.dataset);
    await readTransformer(inputs.features, dataset.name);
    const model = await readModel(inputs.model);

    return Tables.inMemory(async (tables) => {
      const { yTrue, yScore } = await scored(tables, file("test"), model);
      const threshold = await decisionThreshold(tables, file("val"), model, params);
      const slices = await sliceMetrics(tables, dataset, file("holdout"), yTrue, yScore, threshold);
      const metrics: EvalMetrics = {
        ...evaluate(yTrue, yScore, threshold),
        intervals: metricIntervals(yTrue, yScore, threshold),
        rows: yTrue.length,
        churners: countChurners(yTrue),
        threshold,
        evaluated: await evaluatedDigests(inputs),
      };
      mkdirSync(evaluation, { recursive: true });
      writeJson(join(evaluation, "eval_metrics.json"), metrics);
      writeJson(join(evaluation, "slices.json"), slices);
      for (const [name, rows] of Object.entries(plots(yTrue, yScore, threshold)))
        writeJson(join(evaluation, "plots", name), rows);

      const shown = (name: "accuracy" | "f1_score" | "roc_auc") => metrics[name]?.toFixed(4);
      log(
        `on ${metrics.rows} held-out customers: accuracy ${shown("accuracy")}, F1 ${shown("f1_score")}, ROC AUC ${shown("roc_auc")}`,
      );
      if (slices.length > 0) log(sliceTable(slices));
      return undefined;
    });
  },
});

async function readModel(folder: string): Promise<ChurnModel> {
  const fix = "run `npm run train`, which writes it";
  const files = {
    "model.json": await readText(join(folder, "model.json"), fix),
    "weights.bin": await readBytes(join(folder, "weights.bin"), fix),
  };
  const { tf } = await loadTensorFlow(readEnvironment().TFJS_BACKEND);
  return ChurnModel.fromFiles(tf, files, folder);
}

/** Labels and scores of a whole part. */
async function scored(tables: Tables, path: string, model: ChurnModel) {
  const table = await FeatureTable.open(tables, path);
  if (table.width !== model.width) {
    throw new PipelineError("ARTIFACT_INVALID", {
      what: `the model was trained on ${model.width} features, ${path} has ${table.width}`,
      where: path,
      fix: "run `npx dvc repro`, which brings both from one run",
    });
  }
  const yTrue = new Float32Array(table.rows);
  const yScore = new Float32Array(table.rows);
  let row = 0;
  for await (const block of table) {
    yTrue.set(block.y, row);
    yScore.set(model.predict(block.x), row);
    row += block.rows;
  }
  return { yTrue, yScore };
}

async function decisionThreshold(
  tables: Tables,
  validation: string,
  model: ChurnModel,
  { evaluate }: Params,
): Promise<number> {
  if (evaluate.threshold !== "max-f1") return evaluate.threshold;
  const { yTrue, yScore } = await scored(tables, validation, model);
  return maxF1Threshold(yTrue, yScore);
}
