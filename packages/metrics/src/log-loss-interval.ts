import { type Interval, LEVEL } from "./interval.ts";
import { logLosses } from "./log-losses.ts";
import { meanInterval } from "./mean-interval.ts";

/**
 * Normal interval of the log loss. The loss is a mean over rows, so the central limit theorem holds and no bootstrap
 * is needed; clipped at 0. A few sure mistakes make it wide.
 *
 * @param yTrue - labels, shape [rows], 1 = churned, 0 = stayed
 * @param yScore - probabilities of churning, shape [rows], in [0, 1]
 * @throws RangeError when there are fewer than two rows, the lengths differ, or a value is invalid
 */
export function logLossInterval(yTrue: ArrayLike<number>, yScore: ArrayLike<number>, level = LEVEL): Interval {
  return meanInterval("logLossInterval", logLosses("logLossInterval", yTrue, yScore), Infinity, level);
}
