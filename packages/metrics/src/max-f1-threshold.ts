import { checkChurners } from "./check-rows.ts";
import { cumulativeCounts } from "./cumulative-counts.ts";

/**
 * The threshold with the highest F1 score when `score ≥ threshold` is flagged. Candidates are the scores themselves;
 * among equals the highest wins, which flags the fewest customers. Choose it on validation rows, never on the held-out.
 *
 * @param yTrue - labels, shape [rows], 1 = churned, 0 = stayed
 * @param yScore - scores, shape [rows], higher = more likely to churn
 * @returns one of the scores
 * @throws RangeError when there is no churner, the lengths differ, or a value is invalid
 */
export function maxF1Threshold(yTrue: ArrayLike<number>, yScore: ArrayLike<number>): number {
  const counts = checkChurners("maxF1Threshold", yTrue, yScore);
  const { thresholds, truePositives, falsePositives } = cumulativeCounts(yTrue, yScore, counts);
  let best = 0;
  let highest = -1;
  for (let step = 0; step < thresholds.length; step++) {
    const f1 = (2 * truePositives[step]!) / (truePositives[step]! + falsePositives[step]! + counts.churners);
    if (f1 > highest) {
      highest = f1;
      best = step;
    }
  }
  return thresholds[best]!;
}
