import { criticalValue } from "./critical-value.ts";
import type { Interval } from "./interval.ts";
import { normalTail } from "./normal-tail.ts";

/** Two models' scores for the same rows, shape [rows] each. */
export type PairedScores = { challenger: ArrayLike<number>; champion: ArrayLike<number> };

/** Challenger minus champion, with its interval and the two-sided p value of "no difference". */
export type PairedDifference = Interval & { difference: number; standardError: number; pValue: number };

/** Normal interval and test of a difference of two values in [0, 1]; with no spread at all p is 1 for 0, else 0. */
export function pairedDifference(difference: number, standardError: number, level: number): PairedDifference {
  const spread = criticalValue(level) * standardError;
  return {
    difference,
    standardError,
    lower: Math.max(-1, difference - spread),
    upper: Math.min(1, difference + spread),
    pValue: difference === 0 ? 1 : 2 * normalTail(Math.abs(difference) / standardError),
  };
}
