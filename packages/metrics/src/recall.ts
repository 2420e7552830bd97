import type { Confusion } from "./confusion.ts";

/**
 * Share of flagged among the churners, TP / (TP + FN), in [0, 1].
 * No churners: 0 (scikit-learn's `zero_division=0`), so that a gate on it fails.
 */
export function recall({ truePositives, falseNegatives }: Confusion): number {
  return truePositives === 0 ? 0 : truePositives / (truePositives + falseNegatives);
}
