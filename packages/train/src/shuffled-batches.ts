import type { Batch } from "@churn/model";
import type { Block, FeatureTable } from "@churn/tables";
import { SeededRandom } from "./seeded-random.ts";

/** Blocks that stay in memory between epochs; larger tables are read anew. */
const KEPT_BLOCKS = 4;

/**
 * The training part as batches, in another order each epoch: the blocks are shuffled, and the rows within each. At most
 * a few blocks are in memory, whatever the size of the table. The same seed and epoch give the same order.
 */
export class ShuffledBatches {
  readonly #table: FeatureTable;
  readonly #seed: number;
  readonly #batchSize: number;
  readonly #kept = new Map<number, Block>();

  constructor(table: FeatureTable, { seed, batchSize }: { seed: number; batchSize: number }) {
    this.#table = table;
    this.#seed = seed;
    this.#batchSize = batchSize;
  }

  async *epoch(epoch: number): AsyncGenerator<Batch> {
    const random = new SeededRandom(this.#seed, epoch);
    for (const index of random.permutation(this.#table.blocks)) {
      const block = await this.#block(index);
      const order = random.permutation(block.rows);
      for (let start = 0; start < block.rows; start += this.#batchSize) {
        yield pick(block, order.subarray(start, start + this.#batchSize));
      }
    }
  }

  async #block(index: number): Promise<Block> {
    const block = this.#kept.get(index) ?? (await this.#table.block(index));
    if (this.#table.blocks <= KEPT_BLOCKS) this.#kept.set(index, block);
    return block;
  }
}

function pick({ x, y, rows }: Block, order: Uint32Array): Batch {
  const width = x.length / rows;
  const batch = { rows: order.length, x: new Float32Array(order.length * width), y: new Float32Array(order.length) };
  order.forEach((row, i) => {
    batch.x.set(x.subarray(row * width, (row + 1) * width), i * width);
    batch.y[i] = y[row]!;
  });
  return batch;
}
