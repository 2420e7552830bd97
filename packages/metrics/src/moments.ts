export type Moments = { mean: number; variance: number };

/** Mean and sample variance (n − 1 below the line; NaN for a single value), in two passes. */
export function moments(values: Float64Array): Moments {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index]!;
  const mean = sum / values.length;
  let squares = 0;
  for (let index = 0; index < values.length; index++) squares += (values[index]! - mean) ** 2;
  return { mean, variance: squares / (values.length - 1) };
}
