import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { defineDataset, Expectations, loadDataset } from "@churn/contracts";
import { expect, it } from "vitest";
import { dayOf } from "../src/calendar.ts";
import { expectationChanges } from "../src/expectation-changes.ts";
import { measureExpectations } from "../src/expectations.ts";
import { makeTable } from "../src/make-table.ts";
import { makeWorld } from "./simulate.ts";
import { temporaryFolder } from "./temporary-folder.ts";

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
  expect(expectationChanges(expected, await measure("2027-06-30", false))).toEqual([]);
  expect(expectationChanges(expected, await measure("2027-06-30", true)).length).toBeGreaterThan(2);
});
