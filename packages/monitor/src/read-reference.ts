import { join } from "node:path";
import { openBundle, readBundle } from "@churn/bundle";
import { Reference } from "@churn/contracts";
import { loadTensorFlow } from "@churn/model";
import { readEnvironment, readJson } from "@churn/runtime";
import type { DriftReference } from "./detect-drift.ts";

const Sealed = Reference.required({ scores: true });

/**
 * @throws PipelineError ARTIFACT_MISSING when a file is not there, ARTIFACT_INVALID when one was changed since,
 * CHECK_FAILED when another score comes back for a golden row
 */
export async function readReference(folder: string, version: number | null): Promise<DriftReference> {
  const bundle = await readBundle(folder);
  const reference = await readJson(join(folder, "reference.json"), Sealed, "run `npx dvc repro`, which seals it anew");
  const { tf } = await loadTensorFlow(readEnvironment().TFJS_BACKEND);
  return { bundle, reference, version, scorer: await openBundle(folder, tf) };
}
