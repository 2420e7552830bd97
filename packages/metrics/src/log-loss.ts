import { logLosses } from "./log-losses.ts";
import { moments } from "./moments.ts";

/**
 * Mean surprise in nats, −ln(probability given to what happened); lower is better.
 * Probabilities are clipped to [ε, 1 − ε], ε = 2.2e-16, so that one sure mistake costs 36 and not infinity;
 * scikit-learn's `log_loss` on float64.
 *
 * @param yTrue - labels, shape [rows], 1 = churned, 0 = stayed
 * @param yScore - probabilities of churning, shape [rows], in [0, 1]
 * @throws RangeError when there are no rows, the lengths differ, or a value is invalid
 * @see Good (1952), Rational decisions, doi:10.1111/j.2517-6161.1952.tb00104.x
 */
export function logLoss(yTrue: ArrayLike<number>, yScore: ArrayLike<number>): number {
  return moments(logLosses("logLoss", yTrue, yScore)).mean;
}
