import { checkGolden, readBundle } from "@churn/bundle";
import { type Lineage, PipelineError, SCORE_TOLERANCE } from "@churn/contracts";
import { loadTensorFlow } from "@churn/model";
import { type ModelVersion, type Registry, withBundle } from "@churn/registry";
import { readEnvironment } from "@churn/runtime";

/**
 * Brings a version from the registry and lets it predict.
 *
 * @returns what its bundle says about where it comes from, and what was seen, in words
 * @throws PipelineError ARTIFACT_INVALID for other bytes than were registered, CHECK_FAILED for another score
 */
export function checkVersion(
  registry: Registry,
  { version, modelDigest }: ModelVersion,
): Promise<{ lineage: Lineage; seen: string[] }> {
  return withBundle(registry, version, async (bundle) => {
    const { lineage } = await readBundle(bundle);
    const { tf, backend } = await loadTensorFlow(readEnvironment().TFJS_BACKEND);
    await checkGolden(bundle, tf).catch((error) => {
      if (!(error instanceof PipelineError) || error.code !== "CHECK_FAILED") throw error;
      throw new PipelineError("CHECK_FAILED", {
        what: `version ${version}, sealed with the backend ${lineage.backend}, tried here with ${backend}: ${error.message}`,
        where: registry.location,
        fix: `try it where it was trained, or with TFJS_BACKEND=${lineage.backend}; if it stays so, promote another version`,
        cause: error,
      });
    });
    const bytes = `its bytes are those that were registered (sha256 ${modelDigest.slice(0, 12)}…)`;
    return { lineage, seen: [bytes, `its golden rows score as sealed, within ${SCORE_TOLERANCE} (${backend})`] };
  });
}
