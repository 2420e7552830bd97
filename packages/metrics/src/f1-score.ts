import type { Confusion } from "./confusion.ts";

/**
 * Harmonic mean of precision and recall, 2 TP / (2 TP + FP + FN), in [0, 1].
 * No churners and nobody flagged: 0 (scikit-learn's `zero_division=0`), so that a gate on it fails.
 */
export function f1Score({ truePositives, falsePositives, falseNegatives }: Confusion): number {
  return truePositives === 0 ? 0 : (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives);
}
