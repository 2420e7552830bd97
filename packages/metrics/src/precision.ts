import type { Confusion } from "./confusion.ts";

/**
 * Share of churners among the flagged, TP / (TP + FP), in [0, 1].
 * Nobody flagged: 0 (scikit-learn's `zero_division=0`), so that a gate on it fails.
 */
export function precision({ truePositives, falsePositives }: Confusion): number {
  return truePositives === 0 ? 0 : truePositives / (truePositives + falsePositives);
}
