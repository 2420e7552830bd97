import type { Confusion } from "./confusion.ts";

/** Share of right decisions, (TP + TN) / rows, in [0, 1]; 0 when there are no rows. */
export function accuracy({ truePositives, falsePositives, trueNegatives, falseNegatives }: Confusion): number {
  const right = truePositives + trueNegatives;
  return right === 0 ? 0 : right / (right + falsePositives + falseNegatives);
}
