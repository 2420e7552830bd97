import { describe, expect, it } from "vitest";
import { Batcher } from "../src/batcher.ts";

const rowsOf = (from: number, count: number) => Array.from({ length: count }, (_, i) => ({ n: from + i }));

/** Scores a row by its number, and notes how many rows came at a time. */
function makeBatcher(sizes = { waitingRows: 100, batchRows: 10 }) {
  const batches: number[] = [];
  const batcher = new Batcher((rows) => {
    batches.push(rows.length);
    if (rows.some(({ n }) => n === 13)) throw new RangeError("13");
    return Float32Array.from(rows, ({ n }) => n as number);
  }, sizes);
  return { batcher, batches };
}

describe("what waits together is scored together", () => {
  it("in one go, each with its own scores", async () => {
    const { batcher, batches } = makeBatcher();
    const scores = await Promise.all([1, 2, 3].map((n) => batcher.score(rowsOf(n * 100, n))));
    expect(scores.map((of) => [...of])).toEqual([[100], [200, 201], [300, 301, 302]]);
    expect(batches).toEqual([6]);
    expect(batcher.waitingRows).toBe(0);
  });

  it("a large one in several goes, between which others are read", async () => {
    const { batcher, batches } = makeBatcher();
    let turns = 0;
    const turn = () => {
      turns++;
      if (batcher.waitingRows > 0) setImmediate(turn);
    };
    setImmediate(turn);
    const [small, large] = await Promise.all([batcher.score(rowsOf(900, 3)), batcher.score(rowsOf(20, 35))]);
    expect([...small]).toEqual([900, 901, 902]);
    expect([...large]).toEqual(rowsOf(20, 35).map(({ n }) => n));
    expect(batches).toEqual([10, 10, 10, 8]);
    expect(turns).toBeGreaterThanOrEqual(4);
  });

  it("nobody is scored too", async () => {
    const { batcher } = makeBatcher();
    const [none, one] = await Promise.all([batcher.score([]), batcher.score(rowsOf(5, 1))]);
    expect([...none, ...one]).toEqual([5]);
  });
});

it("more than may wait is refused at once, and taken again when there is room", async () => {
  const { batcher } = makeBatcher();
  const first = batcher.score(rowsOf(100, 90));
  await expect(batcher.score(rowsOf(200, 11))).rejects.toMatchObject({ status: 503, retryAfterSeconds: 1 });
  const second = batcher.score(rowsOf(300, 10));
  expect((await first).length + (await second).length).toBe(100);
  expect(await batcher.score(rowsOf(0, 12))).toHaveLength(12);
});

it("a failure is told to those who were in it, and to nobody else", async () => {
  const { batcher } = makeBatcher();
  const tried = await Promise.allSettled([0, 12, 20].map((n) => batcher.score(rowsOf(n, n === 0 ? 10 : 2))));
  expect(tried.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(batcher.waitingRows).toBe(0);
  expect([...(await batcher.score(rowsOf(40, 1)))]).toEqual([40]);
});
