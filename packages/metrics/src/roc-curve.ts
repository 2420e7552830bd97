import { checkBothClasses } from "./check-rows.ts";
import { cumulativeCounts } from "./cumulative-counts.ts";
import { thinCurve } from "./thin-curve.ts";

/** Each of shape [points], from (0, 0) to (1, 1). `threshold[0]` is Infinity (nobody flagged), in JSON null. */
export type RocCurve = { fpr: Float64Array; tpr: Float64Array; threshold: Float64Array };

/**
 * Share of stayers (fpr) and of churners (tpr) with score ≥ threshold, one point per distinct score;
 * scikit-learn's `roc_curve(drop_intermediate=False)`.
 *
 * @param yTrue - labels, shape [rows], 1 = churned, 0 = stayed
 * @param yScore - scores, shape [rows], any monotone scale, higher = more likely to churn
 * @param options.maxPoints - for a plot: at most so many points, evenly spaced along the curve
 * @throws RangeError when one class is absent, the lengths differ, a value is invalid, or maxPoints is below 2
 * @see Fawcett (2006), An introduction to ROC analysis, doi:10.1016/j.patrec.2005.10.010
 */
export function rocCurve(
  yTrue: ArrayLike<number>,
  yScore: ArrayLike<number>,
  { maxPoints = Infinity }: { maxPoints?: number } = {},
): RocCurve {
  const counts = checkBothClasses("rocCurve", yTrue, yScore);
  const { thresholds, truePositives, falsePositives } = cumulativeCounts(yTrue, yScore, counts);
  const fpr = new Float64Array(thresholds.length + 1);
  const tpr = new Float64Array(thresholds.length + 1);
  for (let step = 0; step < thresholds.length; step++) {
    fpr[step + 1] = falsePositives[step]! / counts.stayers;
    tpr[step + 1] = truePositives[step]! / counts.churners;
  }
  const kept = thinCurve(fpr, tpr, maxPoints);
  return {
    fpr: Float64Array.from(kept, (point) => fpr[point]!),
    tpr: Float64Array.from(kept, (point) => tpr[point]!),
    threshold: Float64Array.from(kept, (point) => (point === 0 ? Infinity : thresholds[point - 1]!)),
  };
}
