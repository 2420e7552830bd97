/**
 * P values of several tests, each raised so that the chance of even one false alarm among them stays below the level
 * that each is then held against, however the tests depend on each other.
 *
 *     adjusted₍ᵢ₎ = max over j ≤ i of min(1, (m − j + 1) · p₍ⱼ₎)     p₍₁₎ ≤ … ≤ p₍ₘ₎
 *
 * @returns in the order of the input, shape [m], each in [0, 1]
 * @see Holm (1979), A simple sequentially rejective multiple test procedure, Scand. J. Statist. 6, 65–70
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, test) => test).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted: number[] = [];
  let least = 0;
  order.forEach((test, rank) => {
    least = Math.max(least, Math.min(1, (order.length - rank) * pValues[test]!));
    adjusted[test] = least;
  });
  return adjusted;
}
