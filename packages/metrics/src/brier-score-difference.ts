import { LEVEL } from "./interval.ts";
import { moments } from "./moments.ts";
import { type PairedDifference, type PairedScores, pairedDifference } from "./paired-difference.ts";
import { squaredErrors } from "./squared-errors.ts";

/**
 * Paired difference of two Brier scores: challenger minus champion on the same customers; below 0 = better.
 * The difference is a mean over rows, so a paired z test serves: variance = Var(Δ squared error) / n.
 *
 * @param yTrue - labels, shape [rows], 1 = churned, 0 = stayed
 * @param scores - challenger and champion: probabilities of churning, shape [rows] each, in [0, 1]
 * @throws RangeError when there are fewer than two rows, the lengths differ, or a value or the level is invalid
 * @see Redelmeier, Bloch & Hickam (1991), How to compare Brier scores, doi:10.1016/0895-4356(91)90146-Z
 */
export function brierScoreDifference(
  yTrue: ArrayLike<number>,
  { challenger, champion }: PairedScores,
  level = LEVEL,
): PairedDifference {
  const one = squaredErrors("brierScoreDifference", yTrue, challenger);
  const other = squaredErrors("brierScoreDifference", yTrue, champion);
  if (one.length < 2) throw new RangeError("brierScoreDifference: expected at least two rows, received 1");
  const { mean, variance } = moments(one.map((error, row) => error - other[row]!));
  return pairedDifference(mean, Math.sqrt(variance / one.length), level);
}
