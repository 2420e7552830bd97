import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkGolden, readBundle } from "@churn/bundle";
import { type Lineage, SCORE_TOLERANCE } from "@churn/contracts";
import { loadTensorFlow } from "@churn/model";
import type { ModelVersion, Registry } from "@churn/registry";
import { readEnvironment } from "@churn/runtime";

/**
 * Brings a version from the registry and lets it predict.
 *
 * @returns what its bundle says about where it comes from, and what was seen, in words
 * @throws PipelineError ARTIFACT_INVALID for other bytes than were registered, CHECK_FAILED for another score
 */
export async function checkVersion(
  registry: Registry,
  { version, modelDigest }: ModelVersion,
): Promise<{ lineage: Lineage; seen: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), "churn-version-"));
  const bundle = join(folder, "bundle");
  try {
    await registry.download(version, bundle);
    const { lineage } = await readBundle(bundle);
    const { tf, backend } = await loadTensorFlow(readEnvironment().TFJS_BACKEND);
    await checkGolden(bundle, tf);
    const bytes = `its bytes are those that were registered (sha256 ${modelDigest.slice(0, 12)}…)`;
    return { lineage, seen: [bytes, `its golden rows score as sealed, within ${SCORE_TOLERANCE} (${backend})`] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
