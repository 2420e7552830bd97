import { checkRows } from "./check-rows.ts";

/** Each row's −ln of the probability given to what happened, kept off 0 by float64's ε: shape [rows], 0 to 36.04. */
export function logLosses(caller: string, yTrue: ArrayLike<number>, yScore: ArrayLike<number>): Float64Array {
  checkRows(caller, yTrue, yScore, "probability");
  const losses = new Float64Array(yTrue.length);
  for (let row = 0; row < losses.length; row++) {
    const given = yTrue[row] === 1 ? yScore[row]! : 1 - yScore[row]!;
    losses[row] = -Math.log(Math.min(Math.max(given, Number.EPSILON), 1 - Number.EPSILON));
  }
  return losses;
}
