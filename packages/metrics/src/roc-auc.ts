import { checkBothClasses } from "./check-rows.ts";
import { cumulativeCounts } from "./cumulative-counts.ts";

/**
 * Probability that a random churner is scored above a random stayer; a tie counts as one half.
 *
 *     rocAuc = (R₁ − n₁(n₁ + 1) / 2) / (n₁ · n₀)     R₁: sum of the churners' ranks by score, ties share theirs
 *
 * The numerator is Mann and Whitney's U, counted here pair by pair of tied groups: exact below 2⁵³ pairs.
 *
 * @param yTrue - labels, shape [rows], 1 = churned, 0 = stayed
 * @param yScore - scores, shape [rows], any monotone scale, higher = more likely to churn
 * @returns a value in [0, 1]; 0.5 = no better than chance
 * @throws RangeError when one class is absent (the area is then undefined), the lengths differ, or a value is invalid
 * @see Fawcett (2006), An introduction to ROC analysis, doi:10.1016/j.patrec.2005.10.010
 */
export function rocAuc(yTrue: ArrayLike<number>, yScore: ArrayLike<number>): number {
  const counts = checkBothClasses("rocAuc", yTrue, yScore);
  const { truePositives, falsePositives } = cumulativeCounts(yTrue, yScore, counts);
  let twiceU = 0;
  let churnersAbove = 0;
  let stayersAbove = 0;
  for (let step = 0; step < truePositives.length; step++) {
    twiceU += (falsePositives[step]! - stayersAbove) * (churnersAbove + truePositives[step]!);
    churnersAbove = truePositives[step]!;
    stayersAbove = falsePositives[step]!;
  }
  return twiceU / (2 * counts.churners * counts.stayers);
}
