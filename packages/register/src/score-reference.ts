import type { Reference } from "@churn/contracts";
import { binCounts, decileEdges } from "@churn/metrics";

/** How a model scores customers it has never seen, for drift: shares between the deciles, scores of shape [rows]. */
export function scoreReference(yScore: Float32Array): NonNullable<Reference["scores"]> {
  const edges = decileEdges(yScore);
  return { rows: yScore.length, edges, shares: binCounts(yScore, edges).map((count) => count / yScore.length) };
}
