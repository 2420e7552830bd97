import { psi } from "@churn/metrics";

/**
 * Population stability index of scores, in tenths of the reference's scores.
 *
 * @param reference - scores in [0, 1]
 * @param scores - scores in [0, 1]; both not empty
 */
export function scoreShift(reference: readonly number[], scores: readonly number[]): number {
  const sorted = reference.toSorted((a, b) => a - b);
  const tenths = Array.from({ length: 9 }, (_, i) => sorted[Math.ceil(((i + 1) * sorted.length) / 10) - 1] as number);
  const edges = [...new Set(tenths)];
  const shares = (values: readonly number[]) => {
    const counts = new Array<number>(edges.length + 1).fill(0);
    for (const value of values) {
      const bin = edges.findIndex((edge) => value <= edge);
      counts[bin < 0 ? edges.length : bin]! += 1;
    }
    return counts.map((count) => count / values.length);
  };
  return psi(shares(reference), shares(scores));
}
