import { checkChurners } from "./check-rows.ts";
import { cumulativeCounts } from "./cumulative-counts.ts";
import { thinCurve } from "./thin-curve.ts";

/** Each of shape [points], recall ascending. `threshold[0]` is Infinity (nobody flagged, precision 1), in JSON null. */
export type PrCurve = { recall: Float64Array; precision: Float64Array; threshold: Float64Array };

/**
 * Precision and recall when score ≥ threshold is flagged, one point per distinct score; the points of
 * scikit-learn's `precision_recall_curve`, in the opposite order.
 *
 * @param yTrue - labels, shape [rows], 1 = churned, 0 = stayed
 * @param yScore - scores, shape [rows], any monotone scale, higher = more likely to churn
 * @param options.maxPoints - for a plot: at most so many points, evenly spaced along the curve
 * @throws RangeError when there is no churner, the lengths differ, a value is invalid, or maxPoints is below 2
 */
export function prCurve(
  yTrue: ArrayLike<number>,
  yScore: ArrayLike<number>,
  { maxPoints = Infinity }: { maxPoints?: number } = {},
): PrCurve {
  const counts = checkChurners("prCurve", yTrue, yScore);
  const { thresholds, truePositives, falsePositives } = cumulativeCounts(yTrue, yScore, counts);
  const recall = new Float64Array(thresholds.length + 1);
  const precision = new Float64Array(thresholds.length + 1).fill(1);
  for (let step = 0; step < thresholds.length; step++) {
    recall[step + 1] = truePositives[step]! / counts.churners;
    precision[step + 1] = truePositives[step]! / (truePositives[step]! + falsePositives[step]!);
  }
  const kept = thinCurve(recall, precision, maxPoints);
  return {
    recall: Float64Array.from(kept, (point) => recall[point]!),
    precision: Float64Array.from(kept, (point) => precision[point]!),
    threshold: Float64Array.from(kept, (point) => (point === 0 ? Infinity : thresholds[point - 1]!)),
  };
}
