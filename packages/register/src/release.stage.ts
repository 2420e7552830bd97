import { loadDataset } from "@churn/contracts";
import { defineStage, log } from "@churn/runtime";
import { sealRelease } from "./seal-release.ts";

export const releaseStage = defineStage({
  name: "release",
  summary: "seals what passed the gate into a bundle: everything a prediction needs, and where it comes from",
  inputs: {
    features: "artifacts/features",
    model: "artifacts/model",
    evaluation: "metrics",
    decision: "artifacts/decision.json",
  },
  outputs: { release: "models/churn" },
  params: ["dataset", "preprocess", "train", "evaluate", "gate"],
  run: async ({ inputs, outputs: { release }, params }) => {
    const { lineage, goldenRows } = await sealRelease(await loadDataset(params.dataset), inputs, release, params);
    log(`sealed: model digest ${lineage.modelDigest.slice(0, 12)}, ${goldenRows} golden rows`);
    log("nothing is published yet: npm run register publishes it");
    return undefined;
  },
});
