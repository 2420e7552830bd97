import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { compareWithChampion } from "@churn/champion";
import { type EvalMetrics, FEATURE_FILES, loadDataset, type Params } from "@churn/contracts";
import { countChurners, evaluate, maxF1Threshold, metricIntervals } from "@churn/metrics";
import { type ChurnModel, loadTensorFlow, readChurnModel } from "@churn/model";
import {
  defineStage,
  evaluatedDigests,
  log,
  readEnvironment,
  readTransformer,
  requireFile,
  requireOneRun,
  writeJson,
} from "@churn/runtime";
import { FeatureTable, Tables } from "@churn/tables";
import { comparisonText } from "./comparison-text.ts";
import { plots } from "./plots.ts";
import { requireHoldout } from "./require-holdout.ts";
import { sliceMetrics, sliceTable } from "./slices.ts";

export const evaluateStage = defineStage({
  name: "evaluate",
  summary: "judges the model on customers it has never seen; every value is a result, none is a failure",
  inputs: { features: "artifacts/features", model: "artifacts/model", champion: "champion.json" },
  outputs: { evaluation: "metrics" },
  params: ["dataset", "evaluate"],
  run: async ({ inputs, outputs: { evaluation }, params }) => {
    const file = (name: keyof typeof FEATURE_FILES) => join(inputs.features, FEATURE_FILES[name]);
    for (const name of ["val", "test", "holdout"] as const)
      requireFile(file(name), "run `npm run preprocess`, which writes it");
    const dataset = await loadDataset(params.dataset);
    await readTransformer(inputs.features, dataset.name);
    const { TFJS_BACKEND, CHAMPION } = readEnvironment();
    const { tf } = await loadTensorFlow(TFJS_BACKEND);
    const model = await readChurnModel(tf, inputs.model, "run `npm run train`, which writes it");

    return Tables.inMemory(async (tables) => {
      const scored = await (await FeatureTable.open(tables, file("test"))).score(model);
      const { yTrue, yScore } = scored;
      const threshold = await decisionThreshold(tables, file("val"), model, params);
      const challenger = { tables, tf, dataset, holdout: file("holdout"), scored, threshold };
      const comparison = await compareWithChampion(challenger, inputs.champion, CHAMPION === "optional");
      const slices = await sliceMetrics(tables, dataset, file("holdout"), yTrue, yScore, threshold);
      await requireHoldout(tables, dataset, file("holdout"), yTrue);
      await requireOneRun(inputs);
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
      writeJson(join(evaluation, "comparison.json"), comparison);
      for (const [name, rows] of Object.entries(plots(yTrue, yScore, threshold)))
        writeJson(join(evaluation, "plots", name), rows);

      const shown = (name: "accuracy" | "f1_score" | "roc_auc") => metrics[name]?.toFixed(4);
      log(
        `on ${metrics.rows} held-out customers: accuracy ${shown("accuracy")}, F1 ${shown("f1_score")}, ROC AUC ${shown("roc_auc")}`,
      );
      if (slices.length > 0) log(sliceTable(slices));
      log(comparisonText(comparison));
      return undefined;
    });
  },
});

async function decisionThreshold(
  tables: Tables,
  validation: string,
  model: ChurnModel,
  { evaluate }: Pick<Params, "evaluate">,
): Promise<number> {
  if (evaluate.threshold !== "max-f1") return evaluate.threshold;
  const { yTrue, yScore } = await (await FeatureTable.open(tables, validation)).score(model);
  return maxF1Threshold(yTrue, yScore);
}
