import type { Confusion } from "./confusion.ts";
import { type Interval, LEVEL } from "./interval.ts";
import { wilsonInterval } from "./wilson-interval.ts";

/**
 * Interval of the F1 score in closed form: J = TP / (TP + FP + FN) is a proportion and F1 = 2J / (1 + J) grows with
 * it, so Wilson's interval of J carries over. No churners and nobody flagged: [0, 1].
 *
 * @throws RangeError when level is outside (0, 1)
 * @see Lam, Gopal & Qian (2023), Confidence intervals for the F1 score ("Wilson indirect"), arXiv:2309.14621
 */
export function f1ScoreInterval({ truePositives, falsePositives, falseNegatives }: Confusion, level = LEVEL): Interval {
  const { lower, upper } = wilsonInterval(truePositives, truePositives + falsePositives + falseNegatives, level);
  return { lower: (2 * lower) / (1 + lower), upper: (2 * upper) / (1 + upper) };
}
