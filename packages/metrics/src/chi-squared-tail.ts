import { normalTail } from "./normal-tail.ts";

/**
 * P(X > x) of the chi-squared distribution with whole degrees of freedom, by its finite sum.
 *
 *     tail(x, k + 2) = tail(x, k) + (x/2)^(k/2) e^(−x/2) / Γ(k/2 + 1)     tail(x, 1) = P(|Z| > √x), tail(x, 0) = 0
 *
 * @see Abramowitz & Stegun (1964), Handbook of Mathematical Functions, 26.4.4 and 26.4.5
 */
export function chiSquaredTail(x: number, degreesOfFreedom: number): number {
  if (!(Number.isInteger(degreesOfFreedom) && degreesOfFreedom >= 1)) {
    throw new RangeError(`chiSquaredTail: expected degrees of freedom of 1 or more, received ${degreesOfFreedom}`);
  }
  if (!(x >= 0)) throw new RangeError(`chiSquaredTail: expected x of 0 or more, received ${x}`);
  if (x === 0) return 1;
  const isOdd = degreesOfFreedom % 2 === 1;
  let tail = isOdd ? 2 * normalTail(Math.sqrt(x)) : 0;
  let term = Math.exp(-x / 2) * (isOdd ? Math.sqrt((2 * x) / Math.PI) : 1);
  for (let k = isOdd ? 1 : 0; k + 2 <= degreesOfFreedom; k += 2) {
    tail += term;
    term *= x / (k + 2);
  }
  return Math.min(1, tail);
}
