import { useFolders } from "@churn/runtime/test-support";
import { BLOCK_ROWS, FeatureTable, Tables } from "@churn/tables";
import { describe, expect, it } from "vitest";
import { ShuffledBatches } from "../src/shuffled-batches.ts";
import { writeRows } from "./make-features.ts";

const makeFolder = useFolders();

const at = makeFolder();
const written = new Map<number, Promise<string>>();
const tableOf = (rows: number) => {
  const path = written.get(rows) ?? writeRows(at(`${rows}.parquet`), rows);
  written.set(rows, path);
  return path;
};

/** The rows of these epochs, in the order in which they come, and the sizes of the batches of the last one. */
async function read(rows: number, epochs: number[], { seed = 1, batchSize = 8192 } = {}) {
  const path = await tableOf(rows);
  return Tables.inMemory(async (tables) => {
    const batches = new ShuffledBatches(await FeatureTable.open(tables, path), { seed, batchSize });
    const orders: Int32Array[] = [];
    const sizes: number[] = [];
    let wrong = 0;
    for (const epoch of epochs) {
      const order = new Int32Array(rows);
      let read = 0;
      sizes.length = 0;
      for await (const batch of batches.epoch(epoch)) {
        sizes.push(batch.rows);
        for (let i = 0; i < batch.rows; i++) {
          const row = batch.x[2 * i] as number;
          if (batch.x[2 * i + 1] !== row / 2 || batch.y[i] !== (row % 3 === 0 ? 1 : 0)) wrong++;
          order[read++] = row;
        }
      }
      expect(read).toBe(rows);
      orders.push(order);
    }
    return { orders, sizes, wrong };
  });
}
const isSame = (a?: Int32Array, b?: Int32Array) =>
  a !== undefined && b !== undefined && a.every((row, i) => row === b[i]);
const isEvery = (rows: number, order: Int32Array) =>
  order.toSorted().every((row, i) => row === i) && order.length === rows;

describe.each([
  { of: "a small table", rows: 1000 },
  { of: "a table of two blocks", rows: BLOCK_ROWS + 100 },
  { of: "a table that is not kept in memory", rows: 4 * BLOCK_ROWS + 100 },
])("an epoch of $of", ({ rows }) => {
  it("has every row once, with its own features and label, in another order than the next", async () => {
    const { orders, wrong } = await read(rows, [1, 2]);
    expect(wrong).toBe(0);
    expect(orders.map((order) => isEvery(rows, order))).toEqual([true, true]);
    expect(isSame(orders[0], orders[1])).toBe(false);
    expect(orders[0]?.every((row, i) => row === i)).toBe(false); // the order of the file
  });

  it("has the same order whenever it is read", async () => {
    const [first, , again] = (await read(rows, [2, 1, 2])).orders;
    const [anew] = (await read(rows, [2])).orders;
    expect(isSame(again, first)).toBe(true);
    expect(isSame(anew, first)).toBe(true);
  });
});

it("another seed gives another order", async () => {
  const [first, second] = [await read(1000, [1], { seed: 1 }), await read(1000, [1], { seed: 2 })];
  expect(first.orders).not.toEqual(second.orders);
});

it("blocks come in another order too", async () => {
  const firstBlocks = (await read(2 * BLOCK_ROWS, [1, 2, 3, 4, 5, 6])).orders.map((order) =>
    Math.floor((order[0] as number) / BLOCK_ROWS),
  );
  expect(new Set(firstBlocks).size).toBeGreaterThan(1);
});

it.each([
  { rows: 100, batchSize: 32, sizes: [32, 32, 32, 4] },
  { rows: 64, batchSize: 32, sizes: [32, 32] },
  { rows: 10, batchSize: 32, sizes: [10] },
])("$rows rows come in batches of $sizes", async ({ rows, batchSize, sizes }) => {
  expect((await read(rows, [1], { batchSize })).sizes).toEqual(sizes);
});
