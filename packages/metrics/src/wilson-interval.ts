import { criticalValue } from "./critical-value.ts";
import { type Interval, LEVEL } from "./interval.ts";

/**
 * Wilson's score interval of a proportion, for accuracy, precision, recall: holds its level for few trials and for
 * shares near 0 and 1 too, and never leaves [0, 1].
 *
 *     (x + z²/2 ± z √(x(n − x)/n + z²/4)) / (n + z²)
 *
 * @param successes - x in [0, n]
 * @param trials - n; with 0 trials nothing is known: [0, 1]
 * @throws RangeError when successes lie outside [0, trials] or level outside (0, 1)
 * @see Wilson (1927), Probable inference, doi:10.1080/01621459.1927.10502953
 */
export function wilsonInterval(successes: number, trials: number, level = LEVEL): Interval {
  if (!(successes >= 0 && successes <= trials && trials < Infinity)) {
    throw new RangeError(`wilsonInterval: expected 0 ≤ successes ≤ trials, received ${successes} and ${trials}`);
  }
  const z = criticalValue(level);
  const failures = trials - successes;
  const spread = z * Math.sqrt((trials === 0 ? 0 : (successes * failures) / trials) + (z * z) / 4);
  const centre = successes + (z * z) / 2;
  return {
    lower: successes === 0 ? 0 : (centre - spread) / (trials + z * z),
    upper: failures === 0 ? 1 : (centre + spread) / (trials + z * z),
  };
}
