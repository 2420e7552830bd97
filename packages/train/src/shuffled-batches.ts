import type { Batch } from "@churn/model";
import type { Block, FeatureTable } from "@churn/tables";
import { SeededRandom } from "./seeded-random.ts";

/**
 * The training part as batches, in another order each epoch: the blocks are shuffled, and the rows within each.
 * The same seed and epoch give the same order.
 */
export class ShuffledBatches {
  readonly #table: FeatureTable;
  readonly #seed: number;
  readonly #batchSize: number;

  constructor(table: FeatureTable, { seed, batchSize }: { seed: number; batchSize: number }) {
    this.#table = table;
    this.#seed = seed;
    this.#batchSize = batchSize;
  }

  /** Each batch is valid until the next one. */
  async *epoch(epoch: number): AsyncGenerator<Batch> {
    const random = new SeededRandom(this.#seed, epoch);
    const size = this.#batchSize;
    const batch = { x: new Float32Array(size * this.#table.width), y: new Float32Array(size) };
    for (const index of random.permutation(this.#table.blocks)) {
      const block = await this.#table.block(index);
      const order = random.permutation(block.rows);
      for (let start = 0; start < block.rows; start += size) {
        yield pick(block, order.subarray(start, start + size), batch);
      }
    }
  }
}

/** Copies rows of a block, in that order, over the batch's arrays. */
function pick({ x, y, rows }: Block, order: Uint32Array, batch: { x: Float32Array; y: Float32Array }): Batch {
  const width = x.length / rows;
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!;
    for (let feature = 0; feature < width; feature++) batch.x[i * width + feature] = x[row * width + feature]!;
    batch.y[i] = y[row]!;
  }
  return { rows: order.length, x: batch.x.subarray(0, order.length * width), y: batch.y.subarray(0, order.length) };
}
