/**
 * P(Z > z) of the standard normal distribution for z ≥ 0, to 13 digits in the far tail too.
 * A power series below 3, Laplace's continued fraction above.
 *
 * @see Marsaglia (2004), Evaluating the normal distribution, doi:10.18637/jss.v011.i04
 */
export function normalTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let odd = 3; term > sum * Number.EPSILON; odd += 2) {
      term *= (z * z) / odd;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = z;
  for (let depth = 100; depth > 0; depth--) fraction = z + depth / fraction;
  return density / fraction;
}
