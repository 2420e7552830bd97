/** The share-quantile of ascending values, share in [0, 1], interpolated linearly as NumPy does by default. */
export function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const low = Math.floor(position);
  const weight = position - low;
  const from = sorted[low]!;
  const to = sorted[Math.min(low + 1, sorted.length - 1)]!;
  return weight < 0.5 ? from + (to - from) * weight : to - (to - from) * (1 - weight);
}
