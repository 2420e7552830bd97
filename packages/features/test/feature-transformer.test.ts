import type { ColumnState, TransformerState } from "@churn/contracts";
import { describe, expect, it } from "vitest";
import { type CustomerRow, FeatureTransformer, toColumns } from "../src/index.ts";
import { makeColumns } from "./make-dataset.ts";

const number: ColumnState = {
  kind: "number",
  column: "spent",
  mean: 10,
  scale: 4,
  missing: null,
  quantiles: Array(33).fill(10),
};
const flag: ColumnState = { kind: "flag", column: "vip", missing: null };
const category: ColumnState = { kind: "category", column: "plan", categories: ["gold", "basic"], missing: null };
const missing = { fill: 6 };
const makeState = (...columns: [ColumnState, ...ColumnState[]]): TransformerState => ({ dataset: "shop", columns });

describe("a transformer", () => {
  it.each<{ of: string; state: ColumnState; names: string[]; values: number[]; features: number[] }>([
    { of: "a number", state: number, names: ["spent"], values: [10, 12, 2], features: [0, 0.5, -2] },
    {
      of: "a number that may be missing",
      state: { ...number, missing },
      names: ["spent", "spent:missing"],
      values: [10, NaN],
      features: [0, 0, -1, 1],
    },
    { of: "a flag", state: flag, names: ["vip"], values: [0, 1], features: [0, 1] },
    {
      of: "a flag that may be missing",
      state: { ...flag, missing: { fill: 1 } },
      names: ["vip", "vip:missing"],
      values: [0, NaN],
      features: [0, 0, 1, 1],
    },
    { of: "a category", state: category, names: ["plan=gold", "plan=basic"], values: [1, 0], features: [0, 1, 1, 0] },
    {
      of: "a category that may be missing",
      state: { ...category, missing: { fill: 0 } },
      names: ["plan=gold", "plan=basic", "plan:missing"],
      values: [1, NaN],
      features: [0, 1, 0, 0, 0, 1],
    },
  ])("makes of $of, row by row, $names", ({ state, names, values, features }) => {
    const transformer = new FeatureTransformer(makeState(state));
    expect(transformer.names).toEqual(names);
    expect([...transformer.transform(makeColumns({ [state.column]: values }))]).toEqual(features);
  });

  it("makes nothing of no rows", () => {
    const transformer = new FeatureTransformer(makeState(number, flag));
    expect(transformer.transform(makeColumns({ spent: [], vip: [] }))).toEqual(new Float32Array(0));
  });

  it("names the column that is not there", () => {
    const transformer = new FeatureTransformer(makeState(number, flag));
    expect(() => transformer.transform(makeColumns({ spent: [1] }))).toThrow(
      new RangeError("vip: expected a column, received none"),
    );
  });
});

describe("rows of a request or a file", () => {
  const state = makeState(number, flag, category);
  const makeCustomer = (changed: CustomerRow = {}): CustomerRow => ({ spent: 12.5, vip: 1, plan: "basic", ...changed });

  it("become columns: categories by their place in the state, missing values NaN", () => {
    const rows = [
      makeCustomer(),
      makeCustomer({ spent: null, plan: "gold" }),
      makeCustomer({ vip: undefined, plan: null }),
    ];
    expect(toColumns(state, rows)).toEqual(
      makeColumns({ spent: [12.5, NaN, 12.5], vip: [1, 1, NaN], plan: [1, 0, NaN] }),
    );
  });

  it("may be texts, as in a CSV file", () => {
    const rows = [makeCustomer({ spent: " -1.5e1", vip: "0" })];
    expect(toColumns(state, rows)).toEqual(makeColumns({ spent: [-15], vip: [0], plan: [1] }));
  });

  it("may know more than the model", () => {
    expect(Object.keys(toColumns(state, [makeCustomer({ id: "c1", left: 1 })]))).toEqual(["spent", "vip", "plan"]);
  });

  it.each<{ changed: CustomerRow; says: string }>([
    { changed: { spent: "a lot" }, says: 'spent: expected a number, received "a lot"' },
    { changed: { spent: "" }, says: 'spent: expected a number, received ""' },
    { changed: { spent: NaN }, says: "spent: expected a number, received NaN" },
    { changed: { spent: Infinity }, says: "spent: expected a number, received Infinity" },
    { changed: { spent: "1e400" }, says: 'spent: expected a number, received "1e400"' },
    { changed: { vip: 2 }, says: "vip: expected 0 or 1, received 2" },
    { changed: { vip: "yes" }, says: 'vip: expected 0 or 1, received "yes"' },
    { changed: { plan: "Gold" }, says: 'plan: expected one of gold, basic, received "Gold"' },
    { changed: { plan: 0 }, says: "plan: expected one of gold, basic, received 0" },
  ])("are refused with $changed", ({ changed, says }) => {
    expect(() => toColumns(state, [makeCustomer(), makeCustomer(changed)])).toThrow(new RangeError(says));
  });
});
