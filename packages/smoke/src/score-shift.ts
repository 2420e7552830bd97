import { binCounts, decileEdges, psi } from "@churn/metrics";

/**
 * Population stability index of scores, between the deciles of the reference's scores.
 *
 * @param reference - scores in [0, 1]
 * @param scores - scores in [0, 1]; both not empty
 */
export function scoreShift(reference: readonly number[], scores: readonly number[]): number {
  const edges = decileEdges(reference);
  const shares = (values: readonly number[]) => binCounts(values, edges).map((count) => count / values.length);
  return psi(shares(reference), shares(scores));
}
