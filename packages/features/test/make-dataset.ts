import { type Dataset, defineDataset, type FeatureColumn } from "@churn/contracts";
import type { Columns } from "../src/index.ts";

/** A contract with these features, in this order. */
export const makeDataset = (features: Record<string, FeatureColumn>): Dataset =>
  defineDataset({
    name: "shop",
    title: "Shop",
    description: "One row per customer",
    source: "a test",
    splitSalt: "shop",
    minRows: 1,
    columns: {
      id: { role: "id", type: "text", description: "the customer" },
      ...features,
      left: { role: "target", type: "label", positive: "1", negative: "0", rate: [0, 1], description: "left us" },
    },
    slices: [],
  });

const feature = { role: "feature", description: "for this test" } as const;
const number = { ...feature, type: "decimal", unit: "EUR", range: [-1000, 1000] } as const;
const flag = { ...feature, type: "flag" } as const;
const category = { ...feature, type: "category", categories: ["basic", "plus", "gold"] } as const;
const unknown = (encodeAs: "median" | number) => ({ means: "not asked", encodeAs });

/** Every kind of column that a contract can have. */
export const kinds: Record<string, FeatureColumn> = {
  decimal: { ...number, missing: "forbidden" },
  decimal_or_median: { ...number, missing: unknown("median") },
  decimal_or_minus_one: { ...number, missing: unknown(-1) },
  integer: { ...number, type: "integer", missing: "forbidden" },
  integer_or_median: { ...number, type: "integer", missing: unknown("median") },
  flag: { ...flag, missing: "forbidden" },
  flag_or_zero: { ...flag, missing: unknown(0) },
  flag_or_one: { ...flag, missing: unknown(1) },
  category: { ...category, missing: "forbidden" },
  category_or_none: { ...category, missing: unknown(0) },
};

/** Columns for the transformer from plain arrays. */
export const makeColumns = (columns: Record<string, readonly number[]>): Columns =>
  Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values)]));

export async function* batchesOf(...batches: Columns[]): AsyncGenerator<Columns> {
  yield* batches;
}
