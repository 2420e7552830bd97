import { join } from "node:path";
import { compareWithChampion } from "@churn/champion";
import {
  Comparison,
  type Dataset,
  EvalMetrics,
  FEATURE_FILES,
  type GateParams,
  gatesOf,
  loadDataset,
  Slices,
} from "@churn/contracts";
import { loadTensorFlow, readChurnModel } from "@churn/model";
import { defineStage, log, readEnvironment, readJson } from "@churn/runtime";
import { FeatureTable, sliceRows, Tables } from "@churn/tables";
import { requireTrueComparison } from "./require-true-comparison.ts";
import { requireTrueMetrics } from "./require-true-metrics.ts";
import { type Inputs, sealRelease } from "./seal-release.ts";

export const releaseStage = defineStage({
  name: "release",
  summary: "seals what passed the gate into a bundle: everything a prediction needs, and where it comes from",
  inputs: {
    features: "artifacts/features",
    model: "artifacts/model",
    evaluation: "metrics",
    champion: "champion.json",
    decision: "artifacts/decision.json",
  },
  outputs: { release: "models/churn" },
  params: ["dataset", "preprocess", "train", "evaluate", "gate"],
  run: async ({ inputs, outputs: { release }, params }) => {
    const dataset = await loadDataset(params.dataset);
    const { lineage, goldenRows } = await sealRelease(dataset, inputs, release, params);
    await measureAgain(dataset, inputs, gatesOf(params));
    log(`sealed: model digest ${lineage.modelDigest.slice(0, 12)}, ${goldenRows} golden rows`);
    log("nothing is published yet: npm run register publishes it");
    return undefined;
  },
});

async function measureAgain(
  dataset: Dataset,
  { features, model, evaluation, champion }: Inputs & { champion: string },
  gates: GateParams,
): Promise<void> {
  const fix = "run `npx dvc repro`, which brings every artifact up to date";
  const metrics = await readJson(join(evaluation, "eval_metrics.json"), EvalMetrics, fix);
  const slices = await readJson(join(evaluation, "slices.json"), Slices, fix);
  const comparison = await readJson(join(evaluation, "comparison.json"), Comparison, fix);
  const { TFJS_BACKEND, CHAMPION } = readEnvironment();
  const { tf } = await loadTensorFlow(TFJS_BACKEND);
  const network = await readChurnModel(tf, model, fix);
  await Tables.inMemory(async (tables) => {
    const test = await FeatureTable.open(tables, join(features, FEATURE_FILES.test));
    const holdout = join(features, FEATURE_FILES.holdout);
    const scored = await test.score(network);
    requireTrueMetrics(scored, metrics, slices, await sliceRows(tables, dataset, holdout));
    const challenger = { tables, tf, dataset, holdout, scored };
    const found = await compareWithChampion(challenger, champion, CHAMPION === "optional");
    requireTrueComparison(found, comparison, gates.champion);
  });
}
