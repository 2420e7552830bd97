import { checkChurners } from "./check-rows.ts";
import { cumulativeCounts } from "./cumulative-counts.ts";

/**
 * Area under the precision-recall curve as average precision; scikit-learn's `average_precision_score`.
 *
 *     prAuc = Σₖ (recallₖ − recallₖ₋₁) · precisionₖ     k: distinct scores from the highest down
 *
 * @param yTrue - labels, shape [rows], 1 = churned, 0 = stayed
 * @param yScore - scores, shape [rows], any monotone scale, higher = more likely to churn
 * @returns a value in (0, 1]; the share of churners = no better than chance
 * @throws RangeError when there is no churner, the lengths differ, or a value is invalid
 * @see Boyd, Eng & Page (2013), Area under the precision-recall curve, doi:10.1007/978-3-642-40994-3_29
 */
export function prAuc(yTrue: ArrayLike<number>, yScore: ArrayLike<number>): number {
  const counts = checkChurners("prAuc", yTrue, yScore);
  const { truePositives, falsePositives } = cumulativeCounts(yTrue, yScore, counts);
  let area = 0;
  let churnersAbove = 0;
  for (let step = 0; step < truePositives.length; step++) {
    const flaggedChurners = truePositives[step]!;
    area += ((flaggedChurners - churnersAbove) * flaggedChurners) / (flaggedChurners + falsePositives[step]!);
    churnersAbove = flaggedChurners;
  }
  return area / counts.churners;
}
