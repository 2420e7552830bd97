import { join } from "node:path";
import { compareWithChampion } from "@churn/champion";
import { type Dataset, FEATURE_FILES, type GateParams, gatesOf, loadDataset } from "@churn/contracts";
import { defineStage, log, readEnvironment } from "@churn/runtime";
import { sliceRows, Tables } from "@churn/tables";
import { requireTrueComparison } from "./require-true-comparison.ts";
import { requireTrueMetrics } from "./require-true-metrics.ts";
import { type Sealed, sealRelease } from "./seal-release.ts";

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
    const sealed = await sealRelease(dataset, inputs, release, params);
    await measureAgain(dataset, inputs, sealed, gatesOf(params));
    log(`sealed: model digest ${sealed.lineage.modelDigest.slice(0, 12)}, ${sealed.goldenRows} golden rows`);
    log("nothing is published yet: npm run register publishes it");
    return undefined;
  },
});

async function measureAgain(
  dataset: Dataset,
  { features, champion }: { features: string; champion: string },
  { tf, scored, judged: { metrics, slices, comparison } }: Sealed,
  gates: GateParams,
): Promise<void> {
  await Tables.inMemory(async (tables) => {
    const holdout = join(features, FEATURE_FILES.holdout);
    requireTrueMetrics(scored, metrics, slices, await sliceRows(tables, dataset, holdout));
    const challenger = { tables, tf, dataset, holdout, scored, threshold: metrics.threshold };
    const found = await compareWithChampion(challenger, champion, readEnvironment().CHAMPION === "optional");
    requireTrueComparison(found, comparison, gates.champion);
  });
}
