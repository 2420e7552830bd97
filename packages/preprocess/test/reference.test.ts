import { fitTransformer } from "@churn/features";
import { useFolders } from "@churn/runtime/test-support";
import { Tables } from "@churn/tables";
import { expect, it } from "vitest";
import { trainingReference } from "../src/reference.ts";
import { splitCustomers } from "../src/split.ts";
import { makeCustomers, type Row, shop, toCsv } from "./make-shop.ts";

const makeFolder = useFolders();

/** Of a table that is all training part. */
async function referenceOf(rows: Row[]) {
  const path = makeFolder({ "customers.csv": toCsv(rows) })("customers.csv");
  const numbers = (name: string) => Float64Array.from(rows, (row) => (row[name] ? Number(row[name]) : Number.NaN));
  const batch = Object.fromEntries(["tenure", "spent", "visited", "rating"].map((name) => [name, numbers(name)]));
  return Tables.inMemory(async (tables) => {
    await splitCustomers(tables, shop, path, { validationFraction: 1e-9, testFraction: 1e-9 });
    const batches = async function* () {
      yield batch;
    };
    return trainingReference(tables, shop, await fitTransformer(shop, batches()));
  });
}

it("holds shares of present values between deciles, of categories and of flags", async () => {
  const missing = Object.fromEntries([1, 2, 3, 4].map((i) => [i * 10, { visited: "" }]));
  const { rows, churnRate, columns } = await referenceOf(makeCustomers(40, missing));
  expect({ rows, churnRate }).toEqual({ rows: 40, churnRate: 0.25 });
  expect(columns.plan).toEqual({ missingShare: 0, categories: ["basic", "plus"], shares: [0.5, 0.5] });
  expect(columns.vip).toEqual({ missingShare: 0, categories: ["0", "1"], shares: [27 / 40, 13 / 40] });
  expect(columns.visited?.missingShare).toBe(0.1);
  expect(columns.tenure?.edges).toHaveLength(9);
  for (const share of columns.tenure?.shares ?? []) expect(share).toBeCloseTo(0.1, 1);
});

it("cuts a number with few values at these values", async () => {
  const { columns } = await referenceOf(makeCustomers(40));
  // ratings 1 … 5, eight of each: below 1, then one bin from each value on
  expect(columns.rating).toEqual({ missingShare: 0, edges: [1, 2, 3, 4, 5], shares: [0, 0.2, 0.2, 0.2, 0.2, 0.2] });
});
