import { createHash } from "node:crypto";
import { join } from "node:path";
import { type EvalMetrics, FEATURE_FILES } from "@churn/contracts";
import { hashFile, readBytes } from "./files.ts";

/** What was judged, by its bytes: a verdict on other bytes is none. */
export async function evaluatedDigests({
  model,
  features,
}: {
  model: string;
  features: string;
}): Promise<EvalMetrics["evaluated"]> {
  const network = createHash("sha256");
  for (const name of ["model.json", "weights.bin"]) {
    network.update(await readBytes(join(model, name), "run `npm run train`, which writes it"));
  }
  return {
    model: network.digest("hex"),
    transformer: await hashFile(join(features, FEATURE_FILES.transformer), "sha256"),
    holdout: await hashFile(join(features, FEATURE_FILES.test), "sha256"),
  };
}
