import { criticalValue } from "./critical-value.ts";
import type { Interval } from "./interval.ts";
import { moments } from "./moments.ts";

/** Normal interval of a mean loss per row, mean ± z √(variance / n), clipped to [0, highest]. */
export function meanInterval(caller: string, losses: Float64Array, highest: number, level: number): Interval {
  if (losses.length < 2) throw new RangeError(`${caller}: expected at least two rows, received ${losses.length}`);
  const { mean, variance } = moments(losses);
  const spread = criticalValue(level) * Math.sqrt(variance / losses.length);
  return { lower: Math.max(0, mean - spread), upper: Math.min(highest, mean + spread) };
}
