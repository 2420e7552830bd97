import type { EvalMetrics } from "@churn/contracts";
import { digestOf, hashFiles, hashPath } from "./digest.ts";
import { requirePath } from "./files.ts";

/**
 * What was judged, by its bytes: a verdict on other bytes is none.
 *
 * @throws PipelineError ARTIFACT_MISSING when a folder is not there
 */
export async function evaluatedDigests({
  model,
  features,
}: {
  model: string;
  features: string;
}): Promise<EvalMetrics["evaluated"]> {
  requirePath(model, "run `npm run train`, which writes it");
  requirePath(features, "run `npm run preprocess`, which writes it");
  return { model: await hashPath(model), features: await hashPath(features) };
}

/** The network itself, in the folder that training wrote as in a bundle, whatever lies beside it. */
export const networkDigest = async (folder: string): Promise<string> =>
  digestOf(await hashFiles(folder, ["model.json", "weights.bin"]));
