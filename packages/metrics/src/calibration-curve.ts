import { checkRows } from "./check-rows.ts";
import { quantile } from "./quantile.ts";

export type CalibrationBin = { predictedMean: number; observedShare: number; count: number };

/**
 * Predicted against observed churn, bin by bin; in a calibrated model the two agree. A bin holds scores in
 * (edge, next edge], so equal scores share one; empty bins are left out. scikit-learn's `calibration_curve`.
 *
 * @param yTrue - labels, shape [rows], 1 = churned, 0 = stayed
 * @param yScore - probabilities of churning, shape [rows], in [0, 1]
 * @param options.bins - at most so many, an integer of 1 or more
 * @param options.strategy - "quantile": bins of about equal size; "uniform": of equal width
 * @returns bins by ascending score; the counts add up to the number of rows
 * @throws RangeError when there are no rows, the lengths differ, or a value or `bins` is invalid
 * @see Niculescu-Mizil & Caruana (2005), Predicting good probabilities, doi:10.1145/1102351.1102430
 */
export function calibrationCurve(
  yTrue: ArrayLike<number>,
  yScore: ArrayLike<number>,
  { bins = 10, strategy = "quantile" }: { bins?: number; strategy?: "quantile" | "uniform" } = {},
): CalibrationBin[] {
  checkRows("calibrationCurve", yTrue, yScore, "probability");
  if (!(Number.isInteger(bins) && bins >= 1)) {
    throw new RangeError(`calibrationCurve: expected bins of 1 or more, received ${bins}`);
  }
  const edges = Float64Array.from({ length: bins - 1 }, (_, bin) => (bin + 1) / bins);
  if (strategy === "quantile") {
    const sorted = Float64Array.from(yScore).sort();
    for (let bin = 0; bin < edges.length; bin++) edges[bin] = quantile(sorted, edges[bin]!);
  }

  const count = new Uint32Array(bins);
  const predicted = new Float64Array(bins);
  const observed = new Float64Array(bins);
  for (let row = 0; row < yTrue.length; row++) {
    const score = yScore[row]!;
    let bin = 0;
    while (bin < edges.length && score > edges[bin]!) bin++;
    count[bin]!++;
    predicted[bin]! += score;
    observed[bin]! += yTrue[row]!;
  }
  return Array.from(count, (rows, bin) => ({
    predictedMean: predicted[bin]! / rows,
    observedShare: observed[bin]! / rows,
    count: rows,
  })).filter((bin) => bin.count > 0);
}
