import type { Reference } from "@churn/contracts";
import { binCounts, quantile } from "@churn/metrics";

/** How a model scores customers it has never seen, for drift: shares between the deciles, scores of shape [rows]. */
export function scoreReference(yScore: Float32Array): NonNullable<Reference["scores"]> {
  const sorted = Float64Array.from(yScore).sort();
  const edges = [...new Set(Array.from({ length: 9 }, (_, i) => quantile(sorted, (i + 1) / 10)))];
  return { rows: sorted.length, edges, shares: binCounts(sorted, edges).map((count) => count / sorted.length) };
}
