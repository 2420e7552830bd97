/** `successes` of `trials` in one sample. */
export type Proportion = { readonly successes: number; readonly trials: number };

/** A table is as improbable as another one when it differs by no more than rounding, as in R's fisher.test. */
const ROUNDING = 1 + 1e-7;
/** Beside the most probable table: what is below adds nothing to a double. */
const NEGLIGIBLE = 1e-300;

/**
 * Two-sided p value of "two proportions are equal", Fisher's exact test: right for rare events too, where a normal
 * approximation is not. The probability, given both margins, of all tables that are as improbable as the one found.
 *
 * @returns a value in (0, 1]; 1 when one sample is empty
 * @throws RangeError when a count is no whole number, or successes exceed trials
 * @see Fisher (1935), The logic of inductive inference, doi:10.2307/2342435
 */
export function fisherExactTest(one: Proportion, other: Proportion): number {
  for (const { successes, trials } of [one, other]) {
    if (Number.isInteger(successes) && Number.isInteger(trials) && successes >= 0 && successes <= trials) continue;
    throw new RangeError(`fisherExactTest: expected 0 ≤ successes ≤ trials, received ${successes} and ${trials}`);
  }
  const successes = one.successes + other.successes;
  const least = Math.max(0, successes - other.trials);
  const most = Math.min(successes, one.trials);
  /** How much more probable k + 1 successes in the first sample are than k. */
  const odds = (k: number) => ((successes - k) * (one.trials - k)) / ((k + 1) * (other.trials - successes + k + 1));
  const mode = Math.min(
    most,
    Math.max(least, Math.floor(((successes + 1) * (one.trials + 1)) / (one.trials + other.trials + 2))),
  );
  const weights = new Map([[mode, 1]]);
  const walk = (step: 1 | -1, end: number) => {
    let weight = 1;
    for (let k = mode; k !== end && weight > NEGLIGIBLE; k += step) {
      weight = step > 0 ? weight * odds(k) : weight / odds(k - 1);
      weights.set(k + step, weight);
    }
  };
  walk(1, most);
  walk(-1, least);

  const found = weights.get(one.successes) ?? 0;
  let all = 0;
  let asImprobable = 0;
  for (const weight of weights.values()) {
    all += weight;
    if (weight <= found * ROUNDING) asImprobable += weight;
  }
  return Math.min(1, Math.max(asImprobable / all, Number.MIN_VALUE));
}
