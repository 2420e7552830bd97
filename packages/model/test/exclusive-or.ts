import type { Batch, ChurnModel } from "../src/index.ts";

/** Rows of a fixed pseudo-random square; churned are those in two opposite corners, which no linear model can tell. */
export function exclusiveOr(rows: number, seed = 1): Batch {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state / 2 ** 32) * 4 - 2;
  };
  for (let i = 0; i < 10; i++) random();
  const x = Float32Array.from({ length: 2 * rows }, random);
  const y = Float32Array.from({ length: rows }, (_, row) =>
    (x[2 * row] as number) * (x[2 * row + 1] as number) > 0 ? 1 : 0,
  );
  return { rows, x, y };
}

export async function* inBatchesOf(size: number, { rows, x, y }: Batch): AsyncGenerator<Batch> {
  for (let start = 0; start < rows; start += size) {
    const end = Math.min(rows, start + size);
    yield { rows: end - start, x: x.slice(2 * start, 2 * end), y: y.slice(start, end) };
  }
}

/** Log loss and the share of pairs in the right order, for the validation of a fit. */
export function validateOn({ x, y }: Batch) {
  return async (model: ChurnModel): Promise<{ loss: number; rocAuc: number }> => {
    const scores = model.predict(x);
    const losses = scores.map((score, row) => -Math.log(Math.max(1e-7, y[row] === 1 ? score : 1 - score)));
    const [churned, stayed] = [1, 0].map((label) => scores.filter((_, row) => y[row] === label));
    let right = 0;
    for (const high of churned ?? []) for (const low of stayed ?? []) right += high > low ? 1 : 0;
    return {
      loss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
      rocAuc: right / ((churned?.length ?? 0) * (stayed?.length ?? 0)),
    };
  };
}
