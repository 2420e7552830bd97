import { checkBothClasses } from "./check-rows.ts";
import { LEVEL } from "./interval.ts";
import { moments } from "./moments.ts";
import { type PairedDifference, type PairedScores, pairedDifference } from "./paired-difference.ts";
import { placements } from "./placements.ts";

/**
 * DeLong's test of two correlated ROC AUCs: challenger minus champion on the same customers; above 0 = better.
 * O(n log n).
 *
 *     variance = Var(ΔV₁₀) / n₁ + Var(ΔV₀₁) / n₀     ΔV: the row's placement by the challenger minus by the champion
 *
 * With a dozen churners the interval is a little too narrow: in simulations it held the truth 92 times in 100, from
 * some sixty churners on 95 times.
 *
 * @param yTrue - labels, shape [rows], 1 = churned, 0 = stayed
 * @param scores - challenger and champion, shape [rows] each, each on any monotone scale of its own
 * @throws RangeError when a class has fewer than two rows, the lengths differ, or a value or the level is invalid
 * @see DeLong, DeLong & Clarke-Pearson (1988), doi:10.2307/2531595
 * @see Sun & Xu (2014), Fast implementation of DeLong's algorithm, doi:10.1109/LSP.2014.2337313
 */
export function deLongTest(
  yTrue: ArrayLike<number>,
  { challenger, champion }: PairedScores,
  level = LEVEL,
): PairedDifference {
  const counts = checkBothClasses("deLongTest", yTrue, challenger, 2);
  checkBothClasses("deLongTest", yTrue, champion, 2);
  const one = placements(yTrue, challenger, counts);
  const other = placements(yTrue, champion, counts);
  const above = moments(one.churners.map((share, churner) => share - other.churners[churner]!));
  const below = moments(one.stayers.map((share, stayer) => share - other.stayers[stayer]!));
  const standardError = Math.sqrt(above.variance / counts.churners + below.variance / counts.stayers);
  return pairedDifference(above.mean, standardError, level);
}
