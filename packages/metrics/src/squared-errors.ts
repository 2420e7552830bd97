import { checkRows } from "./check-rows.ts";

/** Each row's (score − label)²: shape [rows], 0 to 1. */
export function squaredErrors(caller: string, yTrue: ArrayLike<number>, yScore: ArrayLike<number>): Float64Array {
  checkRows(caller, yTrue, yScore, "probability");
  const errors = new Float64Array(yTrue.length);
  for (let row = 0; row < errors.length; row++) errors[row] = (yScore[row]! - yTrue[row]!) ** 2;
  return errors;
}
