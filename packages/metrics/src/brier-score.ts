import { moments } from "./moments.ts";
import { squaredErrors } from "./squared-errors.ts";

/**
 * Mean of (probability − label)²; 0 is perfect, 0.25 is a coin, lower is better.
 *
 * @param yTrue - labels, shape [rows], 1 = churned, 0 = stayed
 * @param yScore - probabilities of churning, shape [rows], in [0, 1]
 * @returns a value in [0, 1]
 * @throws RangeError when there are no rows, the lengths differ, or a value is invalid
 * @see Brier (1950), Verification of forecasts expressed in terms of probability,
 *   doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2
 */
export function brierScore(yTrue: ArrayLike<number>, yScore: ArrayLike<number>): number {
  return moments(squaredErrors("brierScore", yTrue, yScore)).mean;
}
