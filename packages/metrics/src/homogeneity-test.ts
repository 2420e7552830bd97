import { chiSquaredTail } from "./chi-squared-tail.ts";

/** Pearson's approximation is trusted from so many expected rows per bin on (Cochran's rule). */
const LEAST_EXPECTED = 5;

/**
 * P value of "two samples of rows fall into these bins with the same probabilities": Pearson's two-sample chi-squared
 * test. Neighbouring bins are joined until each is expected to hold at least 5 rows of either sample.
 *
 *     χ² = Σ over samples and bins of (count − expected)² / expected     expected = sample's rows · bin's rows / all rows
 *
 * @param one - rows of the first sample per bin, shape [bins]
 * @param other - rows of the second sample per bin, shape [bins]
 * @returns a value in [0, 1]; 1 when fewer than two bins are left, as nothing can be told apart then
 * @throws RangeError when the lengths differ or a count is negative or NaN
 * @see Pearson (1911), On the probability that two independent distributions of frequency are really samples from the
 *   same population, doi:10.1093/biomet/8.1-2.250
 * @see Cochran (1954), Some methods for strengthening the common χ² tests, doi:10.2307/3001616
 */
export function homogeneityTest(one: ArrayLike<number>, other: ArrayLike<number>): number {
  const rows = [total(one), total(other)] as const;
  if (one.length !== other.length) {
    throw new RangeError(`homogeneityTest: expected equal lengths, received ${one.length} and ${other.length} bins`);
  }
  if (Math.min(...rows) === 0) return 1;
  const all = rows[0] + rows[1];
  const bins = joined(one, other, (LEAST_EXPECTED * all) / Math.min(...rows));
  if (bins.length < 2) return 1;
  let statistic = 0;
  for (const bin of bins) {
    for (const sample of [0, 1] as const) {
      const expected = (rows[sample] * (bin[0] + bin[1])) / all;
      statistic += (bin[sample] - expected) ** 2 / expected;
    }
  }
  return chiSquaredTail(statistic, bins.length - 1);
}

/** Bins of at least so many rows of both samples together; what is left over goes to the last. */
function joined(one: ArrayLike<number>, other: ArrayLike<number>, leastRows: number): [number, number][] {
  const bins: [number, number][] = [];
  let open: [number, number] = [0, 0];
  for (let bin = 0; bin < one.length; bin++) {
    open = [open[0] + one[bin]!, open[1] + other[bin]!];
    if (open[0] + open[1] < leastRows) continue;
    bins.push(open);
    open = [0, 0];
  }
  const last = bins.at(-1);
  if (last) bins[bins.length - 1] = [last[0] + open[0], last[1] + open[1]];
  return bins;
}

function total(counts: ArrayLike<number>): number {
  let sum = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    if (!(counts[bin]! >= 0)) {
      throw new RangeError(`homogeneityTest: expected a count, received ${counts[bin]} in bin ${bin}`);
    }
    sum += counts[bin]!;
  }
  return sum;
}
