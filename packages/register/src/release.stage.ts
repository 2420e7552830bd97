import { join } from "node:path";
import { type Dataset, EvalMetrics, FEATURE_FILES, loadDataset, MODEL_NAME, Slices } from "@churn/contracts";
import { loadTensorFlow, readChurnModel } from "@churn/model";
import { defineStage, log, readEnvironment, readJson } from "@churn/runtime";
import { FeatureTable, sliceRows, Tables } from "@churn/tables";
import { requireTrueMetrics } from "./require-true-metrics.ts";
import { type Inputs, sealRelease } from "./seal-release.ts";

export const releaseStage = defineStage({
  name: "release",
  summary: "seals what passed the gate into a bundle: everything a prediction needs, and where it comes from",
  inputs: {
    features: "artifacts/features",
    model: "artifacts/model",
    evaluation: "metrics",
    decision: "artifacts/decision.json",
  },
  outputs: { release: `models/${MODEL_NAME}` },
  params: ["dataset", "preprocess", "train", "evaluate", "gate"],
  run: async ({ inputs, outputs: { release }, params }) => {
    const dataset = await loadDataset(params.dataset);
    const { lineage, goldenRows } = await sealRelease(dataset, inputs, release, params);
    await measureAgain(dataset, inputs);
    log(`sealed: model digest ${lineage.modelDigest.slice(0, 12)}, ${goldenRows} golden rows`);
    log("nothing is published yet: npm run register publishes it");
    return undefined;
  },
});

async function measureAgain(dataset: Dataset, { features, model, evaluation }: Inputs): Promise<void> {
  const fix = "run `npx dvc repro`, which brings every artifact up to date";
  const metrics = await readJson(join(evaluation, "eval_metrics.json"), EvalMetrics, fix);
  const slices = await readJson(join(evaluation, "slices.json"), Slices, fix);
  const { tf } = await loadTensorFlow(readEnvironment().TFJS_BACKEND);
  const network = await readChurnModel(tf, model, fix);
  await Tables.inMemory(async (tables) => {
    const test = await FeatureTable.open(tables, join(features, FEATURE_FILES.test));
    const rows = await sliceRows(tables, dataset, join(features, FEATURE_FILES.holdout));
    requireTrueMetrics(await test.score(network), metrics, slices, rows);
  });
}
