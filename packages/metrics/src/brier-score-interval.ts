import { type Interval, LEVEL } from "./interval.ts";
import { meanInterval } from "./mean-interval.ts";
import { squaredErrors } from "./squared-errors.ts";

/**
 * Normal interval of the Brier score. The score is a mean over rows, so the central limit theorem holds and no
 * bootstrap is needed; clipped to [0, 1].
 *
 * @param yTrue - labels, shape [rows], 1 = churned, 0 = stayed
 * @param yScore - probabilities of churning, shape [rows], in [0, 1]
 * @throws RangeError when there are fewer than two rows, the lengths differ, or a value is invalid
 * @see Redelmeier, Bloch & Hickam (1991), How to compare Brier scores, doi:10.1016/0895-4356(91)90146-Z
 */
export function brierScoreInterval(yTrue: ArrayLike<number>, yScore: ArrayLike<number>, level = LEVEL): Interval {
  return meanInterval("brierScoreInterval", squaredErrors("brierScoreInterval", yTrue, yScore), 1, level);
}
