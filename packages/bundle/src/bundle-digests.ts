import { join } from "node:path";
import { DOCUMENT_FILES, PREDICTING_FILES, RELEASE_FILES } from "@churn/contracts";
import { digestOf, hashFiles, requirePath } from "@churn/runtime";

/** modelDigest over the files that predict, releaseDigest over all. */
export type BundleDigests = { readonly modelDigest: string; readonly releaseDigest: string };

/** @throws PipelineError ARTIFACT_MISSING when a file is not there */
export async function bundleDigests(folder: string): Promise<BundleDigests> {
  for (const name of RELEASE_FILES) requirePath(join(folder, name), "run `npx dvc repro`, which seals it anew");
  const predicting = await hashFiles(folder, PREDICTING_FILES);
  const documents = await hashFiles(folder, DOCUMENT_FILES);
  return { modelDigest: digestOf(predicting), releaseDigest: digestOf({ ...predicting, ...documents }) };
}
