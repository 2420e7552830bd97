import fc from "fast-check";

/** Labelled scores for fast-check: both classes, scores in [0, 1] on a grid of 20 steps, so that many are tied. */
export const labelledScores = fc
  .array(fc.record({ label: fc.nat(1), score: fc.integer({ min: 0, max: 20 }) }), { minLength: 5 })
  .map((rows) => ({ yTrue: rows.map(({ label }) => label), yScore: rows.map(({ score }) => score / 20) }))
  .filter(({ yTrue }) => yTrue.includes(0) && yTrue.includes(1));

/** Uniform numbers in [0, 1) for simulations: mulberry32. */
export function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal numbers for simulations: Box and Muller. */
export function normal(seed: number): () => number {
  const random = uniform(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Share of `times` simulations in which the promise held. */
export function share(times: number, holds: () => boolean): number {
  let held = 0;
  for (let time = 0; time < times; time++) if (holds()) held++;
  return held / times;
}
