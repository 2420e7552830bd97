import { normalTail } from "./normal-tail.ts";

/**
 * z with P(|Z| ≤ z) = level for a standard normal Z: 1.96 for 0.95. Newton's method from 0, where the
 * tail is convex, so that it never overshoots.
 *
 * @throws RangeError when level is not inside (0, 1)
 */
export function criticalValue(level: number): number {
  if (!(level > 0 && level < 1)) throw new RangeError(`level: expected a number inside (0, 1), received ${level}`);
  const tail = (1 - level) / 2;
  let z = 0;
  for (let step = Infinity; step > 1e-14; z += step) {
    step = (normalTail(z) - tail) * Math.sqrt(2 * Math.PI) * Math.exp((z * z) / 2);
  }
  return z;
}
