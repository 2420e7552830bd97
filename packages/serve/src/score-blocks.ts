import type { Scorer } from "@churn/bundle";
import { FeatureTransformer } from "@churn/features";
import type { NumberArray } from "@churn/tables";

/** TensorFlow.js spends a third of the time per row that it does on DuckDB's 2,048 at a time. */
const BLOCK_ROWS = 16_384;

/**
 * Scores rows as they come, in order: the first column says whether a row can be scored, the others are those of the
 * transformer.
 *
 * @returns probabilities, NaN where a row can't be scored, up to 16,384 at a time
 */
export async function* scoreBlocks(
  batches: AsyncIterable<NumberArray[]>,
  { state, model }: Scorer,
  onRows: (rows: number) => void,
): AsyncGenerator<[Float32Array]> {
  const transformer = new FeatureTransformer(state);
  const block = [new Float64Array(BLOCK_ROWS), ...state.columns.map(() => new Float64Array(BLOCK_ROWS))];
  let rows = 0;
  const score = (): [Float32Array] => {
    const [isValid, ...numbers] = block.map((column) => column.subarray(0, rows)) as [Float64Array, ...Float64Array[]];
    const all = !isValid.includes(0);
    const valid = (column: Float64Array) => (all ? column : column.filter((_, row) => isValid[row] === 1));
    const columns = Object.fromEntries(state.columns.map(({ column }, i) => [column, valid(numbers[i]!)]));
    const scores = model.predict(transformer.transform(columns));
    onRows(rows);
    rows = 0;
    return [all ? scores : spread(scores, isValid)];
  };
  for await (const batch of batches) {
    const length = batch[0]?.length ?? 0;
    if (rows + length > BLOCK_ROWS) yield score();
    batch.forEach((column, i) => {
      block[i]?.set(column, rows);
    });
    rows += length;
  }
  if (rows > 0) yield score();
}

function spread(scores: Float32Array, isValid: Float64Array): Float32Array {
  let next = 0;
  return Float32Array.from(isValid, (valid) => (valid === 1 ? scores[next++]! : Number.NaN));
}
