import { checkBothClasses } from "./check-rows.ts";
import { type Interval, LEVEL } from "./interval.ts";
import { logitInterval } from "./logit-interval.ts";
import { moments } from "./moments.ts";
import { placements } from "./placements.ts";

/**
 * DeLong's interval of the ROC AUC on the logit scale. O(n log n).
 *
 *     variance = Var(V₁₀) / n₁ + Var(V₀₁) / n₀     V₁₀: share of stayers below each churner, V₀₁: of churners above
 *
 * Where that is 0 or undefined (a perfect ranking, a single churner), Wilson's interval of rocAuc · min(n₁, n₀) out of
 * min(n₁, n₀): the score interval under the largest variance possible, rocAuc (1 − rocAuc) / min(n₁, n₀).
 *
 * @param yTrue - labels, shape [rows], 1 = churned, 0 = stayed
 * @param yScore - scores, shape [rows], any monotone scale, higher = more likely to churn
 * @throws RangeError when one class is absent, the lengths differ, or a value or the level is invalid
 * @see DeLong, DeLong & Clarke-Pearson (1988), doi:10.2307/2531595
 * @see Sun & Xu (2014), Fast implementation of DeLong's algorithm, doi:10.1109/LSP.2014.2337313
 * @see Qin & Hotilovac (2008), Stat. Methods Med. Res. 17, 207–221: the logit scale
 * @see Birnbaum & Klose (1957), Ann. Math. Statist. 28, 933–945: the bound of the variance
 */
export function deLongInterval(yTrue: ArrayLike<number>, yScore: ArrayLike<number>, level = LEVEL): Interval {
  const counts = checkBothClasses("deLongInterval", yTrue, yScore);
  const { churners, stayers } = placements(yTrue, yScore, counts);
  const above = moments(churners);
  const below = moments(stayers);
  const standardError = Math.sqrt(above.variance / counts.churners + below.variance / counts.stayers);
  return logitInterval(above.mean, standardError, Math.min(counts.churners, counts.stayers), level);
}
