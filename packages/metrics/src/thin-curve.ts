/**
 * Positions of at most `maxPoints` points of a curve: both ends, and points evenly spaced along its length
 * Σ (|Δx| + |Δy|), so that steep and flat parts keep their shape. No dropped point lies farther than
 * length / (maxPoints − 1) from a kept one.
 *
 * @param x - shape [points]
 * @param y - shape [points]
 */
export function thinCurve(x: Float64Array, y: Float64Array, maxPoints: number): number[] {
  if (!(maxPoints >= 2)) throw new RangeError(`maxPoints: expected 2 or more, received ${maxPoints}`);
  const points = x.length;
  if (points <= maxPoints) return Array.from(x.keys());
  const segment = (end: number) => Math.abs(x[end]! - x[end - 1]!) + Math.abs(y[end]! - y[end - 1]!);
  let length = 0;
  for (let end = 1; end < points; end++) length += segment(end);
  const spacing = length / (Math.floor(maxPoints) - 1);
  const kept = [0];
  let travelled = 0;
  let next = spacing;
  for (let end = 1; end < points - 1 && kept.length < maxPoints - 1; end++) {
    travelled += segment(end);
    if (travelled < next) continue;
    kept.push(end);
    next += spacing;
  }
  kept.push(points - 1);
  return kept;
}
