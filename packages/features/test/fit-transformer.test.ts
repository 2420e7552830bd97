import type { NumericState } from "@churn/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FeatureTransformer, fitTransformer } from "../src/index.ts";
import { batchesOf, kinds, makeColumns, makeDataset } from "./make-dataset.ts";

const fitNumber = async (values: readonly number[], kind: keyof typeof kinds = "decimal_or_median") => {
  const dataset = makeDataset({ spent: kinds[kind] as (typeof kinds)[string] });
  const state = await fitTransformer(dataset, batchesOf(makeColumns({ spent: values })));
  return state.columns[0] as NumericState;
};
const range = (length: number) => Array.from({ length }, (_, i) => i);

describe("mean and scale of a number", () => {
  it.each([
    { values: [2, 4, 4, 4, 5, 5, 7, 9], mean: 5, scale: 2 },
    { values: [1, NaN, 3, NaN], mean: 2, scale: 1 },
    { values: [-1.5], mean: -1.5, scale: 1 },
    { values: [0.1, 0.1, 0.1, NaN], mean: 0.1, scale: 1 },
  ])("of $values are $mean and $scale, the scale of a constant is 1", async ({ values, mean, scale }) => {
    expect(await fitNumber(values)).toMatchObject({ kind: "number", column: "spent", mean, scale });
  });

  it("stay exact far from 0", async () => {
    const { mean, scale } = await fitNumber([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]);
    expect([mean, scale ** 2]).toEqual([1e9 + 10, 22.5].map((value) => expect.closeTo(value, 6)));
  });

  it("make a feature with mean 0 and variance 1", async () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(values, async (spent) => {
        const dataset = makeDataset({ spent: kinds.decimal as (typeof kinds)[string] });
        const columns = makeColumns({ spent });
        const transformer = new FeatureTransformer(await fitTransformer(dataset, batchesOf(columns)));
        const feature = [...transformer.transform(columns)];
        const mean = (of: number[]) => of.reduce((sum, value) => sum + value, 0) / of.length;
        expect(mean(feature)).toBeCloseTo(0, 4);
        expect(mean(feature.map((value) => value ** 2))).toBeCloseTo(new Set(spent).size > 1 ? 1 : 0, 4);
      }),
    );
  });
});

describe("quantiles of a number", () => {
  it("are 33 of its present values, from the lowest to the highest", async () => {
    const shuffled = range(33).map((i) => (i * 20) % 33);
    const { quantiles } = await fitNumber([NaN, ...shuffled, NaN]);
    expect(quantiles).toEqual(range(33));
  });

  it("lie at the nearest rank", async () => {
    const { quantiles } = await fitNumber(range(101));
    expect([quantiles[0], quantiles[8], quantiles[16], quantiles[24], quantiles[32]]).toEqual([0, 25, 50, 75, 100]);
  });

  it("repeat where there are fewer values", async () => {
    const { quantiles } = await fitNumber([5, 1]);
    expect(quantiles).toEqual([...Array(16).fill(1), ...Array(17).fill(5)]);
  });

  it("come from the first 100,000 rows, mean and scale from all", async () => {
    const { quantiles, mean, scale } = await fitNumber([...Array(100_000).fill(0), ...Array(100_000).fill(2)]);
    expect(new Set(quantiles)).toEqual(new Set([0]));
    expect([mean, scale]).toEqual([expect.closeTo(1), expect.closeTo(1)]);
  });
});

describe("what stands in for a missing value", () => {
  it.each([
    { kind: "decimal", missing: null },
    { kind: "decimal_or_median", missing: { fill: 3 } },
    { kind: "decimal_or_minus_one", missing: { fill: -1 } },
  ])("in a $kind column is $missing", async ({ kind, missing }) => {
    const values = kind === "decimal" ? [1, 3, 8] : [1, NaN, 3, 8];
    expect((await fitNumber(values, kind)).missing).toEqual(missing);
  });
});

describe("the contract decides", () => {
  it("which categories there are and in which order, whatever the data holds", async () => {
    const dataset = makeDataset({ plan: kinds.category as (typeof kinds)[string] });
    const ofGold = await fitTransformer(dataset, batchesOf(makeColumns({ plan: [2, 2] })));
    const ofBasic = await fitTransformer(dataset, batchesOf(makeColumns({ plan: [0, 1] })));
    expect(ofGold).toEqual(ofBasic);
    expect(ofGold.columns).toEqual([
      { kind: "category", column: "plan", categories: ["basic", "plus", "gold"], missing: null },
    ]);
  });

  it("which column comes first, whatever the order in the data", async () => {
    const { flag, decimal, category } = kinds as Record<"flag" | "decimal" | "category", (typeof kinds)[string]>;
    const dataset = makeDataset({ vip: flag, plan: category, spent: decimal });
    const columns = makeColumns({ spent: [1, 3], vip: [0, 1], plan: [0, 1], left: [1, 0] });
    const transformer = new FeatureTransformer(await fitTransformer(dataset, batchesOf(columns)));
    expect(transformer.state.dataset).toBe("shop");
    expect(transformer.names).toEqual(["vip", "plan=basic", "plan=plus", "plan=gold", "spent"]);
    expect([...transformer.transform(columns)]).toEqual([0, 1, 0, 0, -1, 1, 0, 1, 0, 1]);
  });
});

it.each([{ values: [] }, { values: [NaN, NaN] }])(
  "a number that is never there stays as it is filled: $values",
  async (none) => {
    expect(await fitNumber(none.values)).toMatchObject({ mean: 0, scale: 1, quantiles: Array(33).fill(0) });
  },
);
