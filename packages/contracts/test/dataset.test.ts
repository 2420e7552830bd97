import { describe, expect, it } from "vitest";
import {
  asOfColumn,
  type Column,
  type Dataset,
  defineDataset,
  featureColumns,
  idColumn,
  namedSlices,
  type PipelineError,
  type Slice,
  targetColumn,
} from "../src/index.ts";
import { columns, makeDataset } from "./make-dataset.ts";

const faultOf = (dataset: Dataset): PipelineError => {
  try {
    defineDataset(dataset);
  } catch (error) {
    return error as PipelineError;
  }
  throw new Error("the contract was accepted");
};
const seen: Column = { role: "as-of", type: "date", description: "the day of the snapshot" };
const withMissing = (column: Column, encodeAs: "median" | number): Column =>
  ({ ...column, missing: { means: "not asked", encodeAs } }) as Column;

describe("a contract", () => {
  it("without a fault comes back as it is", () => {
    const dataset = makeDataset({ seen });
    expect(defineDataset(dataset)).toBe(dataset);
  });

  it.each<{ when: string; changed: Record<string, Column | undefined>; slices?: Slice[]; says: string }>([
    { when: "it has no id", changed: { id: undefined }, says: "needs exactly one id column, has 0" },
    { when: "it has two ids", changed: { key: columns.id }, says: "needs exactly one id column, has 2" },
    { when: "it has no target", changed: { left: undefined }, says: "needs exactly one target column, has 0" },
    { when: "it has two targets", changed: { gone: columns.left }, says: "needs exactly one target column, has 2" },
    { when: "it has two dates", changed: { seen, asked: seen }, says: "has 2 as-of columns, may have one" },
    { when: "it has no feature", changed: { age: undefined, plan: undefined, vip: undefined }, says: "has no feature" },
    {
      when: "a category has one value",
      changed: { plan: { ...columns.plan, categories: ["basic"] } },
      says: "plan: fewer than two categories",
    },
    {
      when: "a category has a value twice",
      changed: { plan: { ...columns.plan, categories: ["basic", "plus", "Plus"] } },
      says: "plan: two categories that differ at most in case",
    },
    { when: "a range is empty", changed: { age: { ...columns.age, range: [9, 9] } }, says: "age: empty range" },
    {
      when: "churned and stayed are the same text",
      changed: { left: { ...columns.left, negative: "yes" } },
      says: "left: churned and stayed are written the same",
    },
    {
      when: "a missing category would be encoded as a value",
      changed: { plan: withMissing(columns.plan, 1) },
      says: "plan: a missing category is all zeros with an indicator, so encodeAs is 0",
    },
    {
      when: "a missing flag would be neither 0 nor 1",
      changed: { vip: withMissing(columns.vip, "median") },
      says: "vip: a missing flag is encoded as 0 or 1",
    },
    {
      when: "a slice is over a column that is not there",
      changed: {},
      slices: [{ by: "city" }],
      says: "slice over city, which is not a feature",
    },
    {
      when: "a slice is over the target",
      changed: {},
      slices: [{ by: "left" }],
      says: "slice over left, which is not a feature",
    },
    {
      when: "a slice takes every value of a number",
      changed: {},
      slices: [{ by: "age" }],
      says: "slice by age, which is a number: say below which value",
    },
    {
      when: "a slice compares a text",
      changed: {},
      slices: [{ name: "small", column: "plan", below: 3 }],
      says: "slice below a value of plan, which is not a number",
    },
  ])("is refused when $when", ({ changed, slices, says }) => {
    expect(faultOf(makeDataset(changed, slices ? { slices } : {}))).toMatchObject({
      code: "CONTRACT_INVALID",
      exitCode: 2,
      message: `the contract of shop ${says}`,
      where: "packages/contracts/src/datasets/shop.ts",
    });
  });

  it("names all its faults at once", () => {
    const { message } = faultOf(makeDataset({ id: undefined, age: { ...columns.age, range: [1, 0] } }));
    expect(message).toBe("the contract of shop needs exactly one id column, has 0; age: empty range");
  });

  it("lets a missing value stand for a number of its own", () => {
    const dataset = makeDataset({ age: withMissing(columns.age, -1), vip: withMissing(columns.vip, 0) });
    expect(defineDataset(dataset)).toBe(dataset);
  });
});

describe("the columns of a contract", () => {
  it("are found by their role", () => {
    const dataset = makeDataset({ seen });
    expect(idColumn(dataset)).toEqual({ name: "id", ...columns.id });
    expect(targetColumn(dataset)).toEqual({ name: "left", ...columns.left });
    expect(asOfColumn(dataset)).toEqual({ name: "seen", ...seen });
    expect(asOfColumn(makeDataset({}))).toBeUndefined();
  });

  it("that are features keep the order of the contract", () => {
    const { id, age, plan, vip, left } = columns;
    const dataset = { ...makeDataset({}), columns: { vip, left, age, id, plan } };
    expect(featureColumns(dataset).map(({ name }) => name)).toEqual(["vip", "age", "plan"]);
  });
});

describe("the slices of a contract", () => {
  it("have a name each, one per value where they go by value", () => {
    const young = { name: "young", column: "age", below: 25 };
    const unknown = { name: "unknown_plan", column: "plan", missing: true } as const;
    expect(namedSlices(makeDataset({}, { slices: [{ by: "plan" }, young, { by: "vip" }, unknown] }))).toEqual([
      { name: "plan=basic", column: "plan", equals: "basic" },
      { name: "plan=plus", column: "plan", equals: "plus" },
      young,
      { name: "vip=0", column: "vip", equals: "0" },
      { name: "vip=1", column: "vip", equals: "1" },
      unknown,
    ]);
  });
});
