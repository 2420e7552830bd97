import { checkChurners } from "./check-rows.ts";
import { cumulativeCounts } from "./cumulative-counts.ts";
import { type Interval, LEVEL } from "./interval.ts";
import { logitInterval } from "./logit-interval.ts";

/**
 * Interval of the PR AUC (average precision) on the logit scale, in one pass instead of a bootstrap. O(n log n).
 * Its variance is the infinitesimal jackknife's, Σ U² with the pull of one row on the area
 *
 *     U(churner) = (p + G − H − prAuc) / n₁,  U(stayer) = −H / n₁     p: precision at the row's score
 *     G = Σ 1 / flagged, H = Σ p / flagged                            over the churners scored no higher
 *
 * Where that is 0 (a perfect ranking), Wilson's interval of prAuc · n₁ out of n₁.
 *
 * @param yTrue - labels, shape [rows], 1 = churned, 0 = stayed
 * @param yScore - scores, shape [rows], any monotone scale, higher = more likely to churn
 * @throws RangeError when there is no churner, the lengths differ, or a value or the level is invalid
 * @see Boyd, Eng & Page (2013), Area under the precision-recall curve, doi:10.1007/978-3-642-40994-3_29
 * @see Efron (1981), Nonparametric estimates of standard error, doi:10.1093/biomet/68.3.589
 */
export function prAucInterval(yTrue: ArrayLike<number>, yScore: ArrayLike<number>, level = LEVEL): Interval {
  const counts = checkChurners("prAucInterval", yTrue, yScore);
  const { truePositives, falsePositives } = cumulativeCounts(yTrue, yScore, counts);
  const steps = truePositives.length;
  const tied = (counted: Uint32Array, step: number) => counted[step]! - (step === 0 ? 0 : counted[step - 1]!);

  let area = 0;
  for (let step = 0; step < steps; step++) {
    area += (tied(truePositives, step) * truePositives[step]!) / (truePositives[step]! + falsePositives[step]!);
  }
  area /= counts.churners;

  let g = 0;
  let h = 0;
  let squares = 0;
  for (let step = steps - 1; step >= 0; step--) {
    const flagged = truePositives[step]! + falsePositives[step]!;
    const precision = truePositives[step]! / flagged;
    const churners = tied(truePositives, step);
    g += churners / flagged;
    h += (churners * precision) / flagged;
    squares += churners * (precision + g - h - area) ** 2 + tied(falsePositives, step) * h ** 2;
  }
  return logitInterval(area, Math.sqrt(squares) / counts.churners, counts.churners, level);
}
