import { criticalValue } from "./critical-value.ts";
import type { Interval } from "./interval.ts";
import { wilsonInterval } from "./wilson-interval.ts";

/**
 * Interval of an area in [0, 1], normal on the scale of ln(area / (1 − area)), so that it stays inside and leans
 * towards the middle. A standard error of 0 or NaN (a perfect ranking, a single churner) says nothing: then Wilson's
 * interval of `area` out of `trials`.
 */
export function logitInterval(area: number, standardError: number, trials: number, level: number): Interval {
  if (!(standardError > 0 && area > 0 && area < 1)) return wilsonInterval(area * trials, trials, level);
  const centre = Math.log(area / (1 - area));
  const spread = (criticalValue(level) * standardError) / (area * (1 - area));
  return { lower: 1 / (1 + Math.exp(spread - centre)), upper: 1 / (1 + Math.exp(-spread - centre)) };
}
