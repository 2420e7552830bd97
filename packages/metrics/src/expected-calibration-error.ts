import type { CalibrationBin } from "./calibration-curve.ts";

/**
 * Mean gap between predicted and observed churn, weighted by bin: Σ count · |predicted − observed| / rows.
 * It depends on the bins: compare only values from the same number and strategy, and expect noise of about
 * 1 / √(rows per bin) even in a calibrated model.
 *
 * @param bins - from `calibrationCurve`
 * @returns a value in [0, 1]; 0 = calibrated
 * @throws RangeError when there are no rows
 * @see Naeini, Cooper & Hauskrecht (2015), doi:10.1609/aaai.v29i1.9602
 */
export function expectedCalibrationError(bins: readonly CalibrationBin[]): number {
  let rows = 0;
  let gaps = 0;
  for (const { predictedMean, observedShare, count } of bins) {
    rows += count;
    gaps += count * Math.abs(predictedMean - observedShare);
  }
  if (rows === 0) throw new RangeError("expectedCalibrationError: expected at least one row, received none");
  return gaps / rows;
}
