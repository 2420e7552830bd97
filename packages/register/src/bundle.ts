import { join } from "node:path";
import { Golden, Lineage, PipelineError, Signature, TransformerState } from "@churn/contracts";
import { readChurnModel, type TensorFlow } from "@churn/model";
import { readJson } from "@churn/runtime";
import { type BundleDigests, bundleDigests } from "./bundle-digests.ts";
import { scoreFault } from "./golden.ts";
import { scoreRows } from "./score-rows.ts";

const FIX = "run `npx dvc repro`, which seals it anew";

/** A bundle whose files are what its lineage says. */
export type Bundle = BundleDigests & {
  readonly folder: string;
  readonly lineage: Lineage;
  readonly signature: Signature;
};

/**
 * Reads a bundle and checks that the files that predict are those it was sealed with.
 *
 * @throws PipelineError ARTIFACT_MISSING when a file is not there, ARTIFACT_INVALID when one was changed since
 */
export async function readBundle(folder: string): Promise<Bundle> {
  const digests = await bundleDigests(folder);
  const lineage = await readJson(join(folder, "lineage.json"), Lineage, FIX);
  const signature = await readJson(join(folder, "signature.json"), Signature, FIX);
  if (digests.modelDigest !== lineage.modelDigest) {
    throw new PipelineError("ARTIFACT_INVALID", {
      what: `${folder} was changed after its release: its digest is ${digests.modelDigest}, sealed was ${lineage.modelDigest}`,
      where: folder,
      fix: FIX,
    });
  }
  return { folder, ...digests, lineage, signature };
}

/**
 * Loads the bundle's network and transformer and lets them score the golden rows.
 *
 * @throws PipelineError CHECK_FAILED when another score comes back
 */
export async function checkGolden(folder: string, tf: TensorFlow): Promise<void> {
  const golden = await readJson(join(folder, "golden.json"), Golden, FIX);
  const state = await readJson(join(folder, "transformer.json"), TransformerState, FIX);
  const model = await readChurnModel(tf, folder, FIX);
  const scores = scoreRows(
    state,
    model,
    golden.map(({ row }) => row),
  );
  const fault = scoreFault(
    golden.map((expected) => expected.score),
    scores,
  );
  if (fault === undefined) return;
  throw new PipelineError("CHECK_FAILED", {
    what: `the model does not answer its golden rows: ${fault}`,
    where: join(folder, "golden.json"),
    fix: "run `npx dvc repro -f release` here, or use the backend that lineage.json names",
  });
}
