import { join } from "node:path";
import { Lineage, PipelineError, Signature } from "@churn/contracts";
import { readJson } from "@churn/runtime";
import { type BundleDigests, bundleDigests } from "./bundle-digests.ts";

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
