/**
 * Population stability index between two binned distributions; symmetric, 0 = the same.
 *
 *     psi = Σ (actual − expected) · ln(actual / expected)
 *
 * By custom below 0.1 counts as stable and above 0.25 as shifted; its noise grows with bins / rows.
 *
 * @param expected - share of each bin in the reference, shape [bins], adding up to 1
 * @param actual - share of each bin now, shape [bins], adding up to 1
 * @param floor - a smaller share is raised to it, so that an empty bin does not make the index infinite
 * @throws RangeError when the lengths differ, a share is negative or NaN, the sum is not 1, or floor is not above 0
 * @see Yurdakul & Naranjo (2020), Statistical properties of the PSI, doi:10.21314/JRMV.2020.227
 */
export function psi(expected: ArrayLike<number>, actual: ArrayLike<number>, floor = 1e-4): number {
  if (expected.length !== actual.length) {
    throw new RangeError(`psi: expected equal lengths, received ${expected.length} and ${actual.length} bins`);
  }
  if (!(floor > 0)) throw new RangeError(`psi: expected a floor above 0, received ${floor}`);
  checkShares(expected);
  checkShares(actual);
  let index = 0;
  for (let bin = 0; bin < expected.length; bin++) {
    const before = Math.max(expected[bin]!, floor);
    const now = Math.max(actual[bin]!, floor);
    index += (now - before) * Math.log(now / before);
  }
  return index;
}

function checkShares(shares: ArrayLike<number>) {
  let sum = 0;
  for (let bin = 0; bin < shares.length; bin++) {
    if (!(shares[bin]! >= 0)) throw new RangeError(`psi: expected a share, received ${shares[bin]} at index ${bin}`);
    sum += shares[bin]!;
  }
  if (!(Math.abs(sum - 1) < 1e-6)) throw new RangeError(`psi: expected shares that add up to 1, received ${sum}`);
}
