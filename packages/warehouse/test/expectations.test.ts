import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { defineDataset, Expectations, loadDataset } from "@churn/contracts";
import { temporaryFolder } from "@churn/runtime/test-support";
import { describe, expect, it } from "vitest";
import { dayOf } from "../src/calendar.ts";
import { expectationChanges } from "../src/expectation-changes.ts";
import { measureExpectations } from "../src/expectations.ts";
import { makeTable } from "../src/make-table.ts";
import { makeWorld } from "./simulate.ts";

const shops = defineDataset({
  name: "shops",
  title: "",
  description: "",
  source: "",
  splitSalt: "",
  minRows: 1,
  slices: [],
  columns: {
    id: { role: "id", type: "text", description: "" },
    size: { role: "feature", type: "integer", unit: "m", range: [0, 99], missing: "forbidden", description: "" },
    rent: {
      role: "feature",
      type: "decimal",
      unit: "EUR",
      range: [0, 99],
      missing: { means: "owned", encodeAs: 0 },
      description: "",
    },
    town: { role: "feature", type: "category", categories: ["a", "b"], missing: "forbidden", description: "" },
    open: { role: "feature", type: "flag", missing: "forbidden", description: "" },
    churn: { role: "target", type: "label", positive: "Yes", negative: "No", rate: [0, 1], description: "" },
  },
});

it("measures any table by its contract: exact quantiles, shares of all rows, missing where it may be", async () => {
  const path = join(temporaryFolder(), "shops.csv");
  const rows = Array.from({ length: 10 }, (_, i) => [
    i,
    10 * i,
    i < 4 ? "" : i + 0.5,
    i < 3 ? "a" : "b",
    i % 2,
    i < 2 ? "Yes" : "No",
  ]);
  writeFileSync(path, `${["id,size,rent,town,open,churn", ...rows.map((row) => row.join(","))].join("\n")}\n`);
  const measured = await measureExpectations(path, shops);
  expect(Expectations.parse(measured)).toMatchObject({
    dataset: "shops",
    minRows: 7,
    missingShares: { rent: { share: 0.4, tolerance: 0.05 } },
    shares: {
      town: { shares: { a: 0.3, b: 0.7 }, tolerance: 0.05 },
      open: { shares: { "0": 0.5, "1": 0.5 }, tolerance: 0.05 },
      churn: { shares: { No: 0.8, Yes: 0.2 }, tolerance: 0.05 },
    },
    quantiles: {
      size: { p10: 0, p50: 40, p90: 80, tolerance: 12 },
      rent: { p10: 4.5, p50: 6.5, p90: 9.5, tolerance: 0.75 },
    },
    asOf: null,
    associations: { size: { areas: { "(size)": 0.5 } }, rent: { areas: { "(missing)": 0.875 } } },
    twins: { whole: 0, rows: 10 },
  });
});

it("holds for another day of a business that does not drift, and not for one that does", async () => {
  const path = join(temporaryFolder(), "customers.csv");
  const dataset = await loadDataset("subscriptions");
  const measure = async (asOf: string, drift: boolean) => {
    await makeTable(path, makeWorld({ rows: 10_000, drift }), dayOf(asOf));
    return measureExpectations(path, dataset);
  };
  const expected = await measure("2026-06-30", false);
  expect(expectationChanges(expected, await measure("2027-06-30", false), "2027-06-30")).toEqual([]);
  expect(expectationChanges(expected, await measure("2027-06-30", true), "2027-06-30").length).toBeGreaterThan(2);
});

describe("what a later table is told to be beyond", () => {
  const expected: Expectations = {
    dataset: "shops",
    minRows: 70,
    missingShares: {},
    shares: {},
    quantiles: {},
    asOf: { first: "2026-06-01", last: "2026-06-30" },
    associations: {},
    twins: { whole: 0, butOne: 0.01, butDecimals: 0, rows: 100, tolerance: 0.01 },
  };
  const twins = (found: object) => ({ twins: { ...expected.twins, ...found } });
  const asOf = (first: string, last: string) => ({ asOf: { first, last } });

  it.each<{ it: string; was?: Partial<Expectations>; is: Partial<Expectations>; says: string[] }>([
    { it: "rows", is: twins({ rows: 69 }), says: ["rows, at least 70 → 69"] },
    {
      it: "twins",
      is: twins({ whole: 0.18, butOne: 0.19, butDecimals: 0.2 }),
      says: ["twins, whole 0.0000 → 0.1800", "twins, butOne 0.0100 → 0.1900", "twins, butDecimals 0.0000 → 0.2000"],
    },
    { it: "no more twins than a larger table has by chance", is: twins({ butOne: 0.028, rows: 200 }), says: [] },
    {
      it: "a day to come",
      is: asOf("2026-06-01", "2026-08-01"),
      says: ["last as-of date 2026-06-30 → 2026-08-01"],
    },
    {
      it: "a day to come that was expected",
      was: asOf("2026-06-01", "2126-06-30"),
      is: {},
      says: ["last as-of date 2126-06-30 → 2026-06-30"],
    },
    { it: "an old extract", is: asOf("2026-05-31", "2026-06-30"), says: ["first as-of date 2026-06-01 → 2026-05-31"] },
    { it: "not the next month", is: asOf("2026-07-01", "2026-07-31"), says: [] },
  ])("$it", ({ was = {}, is, says }) => {
    expect(expectationChanges({ ...expected, ...was }, { ...expected, ...is }, "2026-07-31")).toEqual(says);
  });
});
