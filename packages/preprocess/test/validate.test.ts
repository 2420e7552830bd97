import { readFileSync } from "node:fs";
import type { Dataset, Expectations } from "@churn/contracts";
import { useFolders } from "@churn/runtime/test-support";
import { tableFacts } from "@churn/tables";
import { describe, expect, it } from "vitest";
import { validate } from "../src/validate.ts";
import { makeCustomer, makeCustomers, type Row, shop, toCsv } from "./make-shop.ts";

const makeFolder = useFolders();

const expectNothing: Expectations = {
  dataset: "shop",
  minRows: 1,
  missingShares: {},
  shares: {},
  quantiles: {},
  asOf: null,
  associations: {},
  twins: { whole: 0, butOne: 0, butDecimals: 0, rows: 1, tolerance: 1 },
};

/** What a person is told about this table. */
async function faultsOf(csv: string, expected: Partial<Expectations> = {}, dataset: Dataset = shop): Promise<string[]> {
  const path = makeFolder({ "customers.csv": csv })("customers.csv");
  const facts = await tableFacts(dataset, path, readFileSync(path).length);
  return validate(dataset, { ...expectNothing, ...expected }, facts);
}
const changed = (rows: Record<number, Row>) => toCsv(makeCustomers(40, rows));
const columns = Object.keys(makeCustomer(1));
const without = (...names: string[]) => columns.filter((name) => !names.includes(name));

describe("a table as the contract wants it", () => {
  it.each([
    { as: "it is", csv: changed({}) },
    { as: "it is, with its columns in another order", csv: toCsv(makeCustomers(40), [...columns].reverse()) },
    { as: "it comes from Windows", csv: `\uFEFF${changed({})}`.replaceAll("\n", "\r\n") },
    { as: "whole numbers with decimals", csv: changed({ 7: { tenure: "7.0" } }) },
    { as: "missing values that mean something", csv: changed({ 2: { visited: "" }, 5: { visited: "" } }) },
    { as: "values at the ends of their range", csv: changed({ 1: { tenure: "0" }, 2: { tenure: "120" } }) },
    { as: "a column that need not be there", csv: toCsv(makeCustomers(40).map((row) => ({ ...row, fax: "1" }))) },
    { as: "as few rows as are allowed", csv: toCsv(makeCustomers(20)) },
  ])("has no fault: $as", async ({ csv }) => {
    expect(await faultsOf(csv)).toEqual([]);
  });
});

describe("a table is refused for its", () => {
  it.each<{ rule: string; csv: string; says: string[] }>([
    {
      rule: "columns that are missing",
      csv: toCsv(makeCustomers(40), without("spent", "plan")),
      says: ["Missing required columns: spent, plan"],
    },
    {
      rule: "columns that the contract does not know",
      csv: toCsv(makeCustomers(40), [...columns, "score", "constructor"]),
      says: ["Unknown columns: score, constructor (not in the contract of shop)"],
    },
    {
      rule: "column that was renamed",
      csv: changed({}).replace("tenure", "Tenure"),
      says: [
        "Missing required columns: tenure",
        "Unknown columns: Tenure (not in the contract of shop)",
        'Columns written otherwise than in the contract: "Tenure" is tenure',
      ],
    },
    {
      rule: "index without a name",
      csv: changed({}).replace(/^/gm, ",").trimEnd().slice(0, -1),
      says: ["Unknown columns: unnamed_1 (not in the contract of shop)"],
    },
    {
      rule: "columns that stand there twice",
      csv: toCsv(makeCustomers(40), [...columns, "spent"]),
      says: ["Columns named twice: spent"],
    },
    {
      rule: "columns that differ in case only",
      csv: toCsv(makeCustomers(40), [...columns, "Spent"]),
      says: ["Unknown columns: Spent (not in the contract of shop)", "Columns named twice: Spent"],
    },
    {
      rule: "row with a field too few",
      csv: changed({}).replace(",basic", ""),
      says: ["1 row can't be read: line 2: 8 fields instead of 9"],
    },
    {
      rule: "rows with fields too many, each counted once",
      csv: changed({ 3: { vip: "1,1,1" }, 5: { vip: "0,0,0" } }),
      says: ["2 rows can't be read: line 4: 10 fields instead of 9, line 6: 10 fields instead of 9"],
    },
    {
      rule: "last row, when the file was cut in the middle of it",
      csv: changed({}).slice(0, -12),
      says: ["1 row can't be read: line 41: 5 fields instead of 9"],
    },
    {
      rule: "duplicate customers",
      csv: changed({ 9: { id: "c02" }, 11: { id: "c01" } }),
      says: ["Duplicate customers: 2 rows with an id that is already there: c01, c02"],
    },
    { rule: "customers without an id", csv: changed({ 2: { id: "" }, 3: { id: "" } }), says: ["id has 2 nulls"] },
    {
      rule: "nulls, with the first customers who have them",
      csv: changed({ 3: { tenure: "" }, 7: { tenure: "" }, 9: { tenure: "" }, 5: { tenure: "" } }),
      says: ["tenure has 4 nulls: c03, c05, c07, …"],
    },
    { rule: "missing label", csv: changed({ 3: { left: "" } }), says: ["left has 1 nulls: c03"] },
    { rule: "missing date", csv: changed({ 3: { seen: "" } }), says: ["seen has 1 nulls: c03"] },
    {
      rule: "missing values whose meaning nobody has decided",
      csv: changed({ 1: { rating: "" }, 2: { rating: "" } }),
      says: ["rating is missing in 2 rows and the contract does not say what that means: c01, c02"],
    },
    {
      rule: "column in which everything is missing",
      csv: toCsv(makeCustomers(40).map((row) => ({ ...row, visited: "" }))),
      says: ["visited is missing in every row"],
    },
    {
      rule: "text where a whole number should be",
      csv: changed({ 4: { tenure: "four" }, 6: { tenure: "6.5" } }),
      says: ["tenure is not a whole number in 2 rows: c04=four, c06=6.5"],
    },
    {
      rule: "values that are no number",
      csv: changed({ 4: { spent: "inf" }, 5: { spent: "NaN" }, 6: { spent: "1.000 EUR" } }),
      says: ["spent is not a number in 3 rows: c04=inf, c05=NaN, c06=1.000 EUR"],
    },
    {
      rule: "flags that are neither 0 nor 1",
      csv: changed({ 4: { vip: "true" } }),
      says: ["vip is not 0 or 1 in 1 row: c04=true"],
    },
    {
      rule: "categories that nobody knows",
      csv: changed({ 4: { plan: "Plus" }, 5: { plan: "gold" } }),
      says: ["plan is not one of basic, plus in 2 rows: c04=Plus, c05=gold"],
    },
    {
      rule: "dates of another form",
      csv: changed({ 4: { seen: "31.01.2026" } }),
      says: ["seen is not a date (YYYY-MM-DD) in 1 row: c04=31.01.2026"],
    },
    {
      rule: "labels of another kind",
      csv: changed({ 4: { left: "1" } }),
      says: ["left is not no or yes in 1 row: c04=1"],
    },
    {
      rule: "values outside their range",
      csv: changed({ 4: { tenure: "-1", spent: "1000.01" }, 5: { tenure: "121" } }),
      says: ["tenure outside 0..120 in 2 rows: c04=-1, c05=121", "spent outside 0..1000 in 1 row: c04=1000.01"],
    },
    {
      rule: "size",
      csv: toCsv(makeCustomers(19)),
      says: ["Too few rows: 19, at least 20 are needed"],
    },
    {
      rule: "low churn rate",
      csv: toCsv(makeCustomers(1040).map((row, i) => ({ ...row, left: (i * 7) % 1040 < 51 ? "yes" : "no" }))),
      says: ["Churn rate 0.0490 outside 0.05..0.60"],
    },
    {
      rule: "high churn rate",
      csv: toCsv(makeCustomers(40).map((row, i) => ({ ...row, left: i < 25 ? "yes" : "no" }))),
      says: ["Churn rate 0.6250 outside 0.05..0.60"],
    },
    { rule: "header alone", csv: `${columns.join(",")}\n`, says: ["Too few rows: 0, at least 20 are needed"] },
    { rule: "emptiness", csv: "", says: ["The file is empty", `Missing required columns: ${columns.join(", ")}`] },
    {
      rule: "separator",
      csv: changed({}).replaceAll(",", ";"),
      says: [
        "The columns are separated by semicolons: save the table with commas",
        `Missing required columns: ${columns.join(", ")}`,
      ],
    },
  ])("$rule", async ({ csv, says }) => {
    expect(await faultsOf(csv)).toEqual(says);
  });
});

it("a critical column may not be missing, whatever its missing values mean", async () => {
  const { visited } = shop.columns;
  const critical = { ...shop, columns: { ...shop.columns, visited: { ...visited, critical: true } } } as Dataset;
  expect(await faultsOf(changed({ 3: { visited: "" } }), {}, critical)).toEqual(["visited has 1 nulls: c03"]);
});

it("all faults are reported together", async () => {
  const rows = makeCustomers(19, { 2: { tenure: "", vip: "no", rating: "9" }, 3: { id: "c01", left: "" } });
  const csv = toCsv(
    rows.map((row) => ({ ...row, extra: "1" })),
    [...without("plan"), "extra"],
  );
  expect(await faultsOf(csv)).toEqual([
    "Missing required columns: plan",
    "Unknown columns: extra (not in the contract of shop)",
    "Duplicate customers: 1 row with an id that is already there: c01",
    "tenure has 1 nulls: c02",
    "vip is not 0 or 1 in 1 row: c02=no",
    "rating outside 1..5 in 1 row: c02=9",
    "left has 1 nulls: c01",
    "Too few rows: 19, at least 20 are needed",
  ]);
});

describe("a table that is not what is expected of it is refused for its", () => {
  const csv = changed({ 1: { visited: "" }, 2: { visited: "" } });

  it.each<{ rule: string; expected: Partial<Expectations>; says: string[] }>([
    {
      rule: "number of rows, as when half the file is missing",
      expected: { minRows: 1400 },
      says: ["Too few rows: 40, expected at least 1,400"],
    },
    {
      rule: "missing values",
      expected: { missingShares: { visited: { share: 0.152, tolerance: 0.05 } } },
      says: ["visited: the missing share is 0.050, expected 0.152 ± 0.050"],
    },
    {
      rule: "missing values where none are expected",
      expected: { missingShares: { visited: { share: 0, tolerance: 0.01 } } },
      says: ["visited: the missing share is 0.050, expected 0.000 ± 0.010"],
    },
    {
      rule: "categories, each of them",
      expected: { shares: { plan: { shares: { basic: 0.3, plus: 0.7 }, tolerance: 0.1 } } },
      says: [
        "plan: the share of basic is 0.500, expected 0.300 ± 0.100",
        "plan: the share of plus is 0.500, expected 0.700 ± 0.100",
      ],
    },
    {
      rule: "flags",
      expected: { shares: { vip: { shares: { "1": 0.1 }, tolerance: 0.1 } } },
      says: ["vip: the share of 1 is 0.325, expected 0.100 ± 0.100"],
    },
    {
      rule: "churners",
      expected: { shares: { left: { shares: { yes: 0.5 }, tolerance: 0.05 } } },
      says: ["left: the share of yes is 0.250, expected 0.500 ± 0.050"],
    },
    {
      rule: "quantiles, as when euros have become cents",
      expected: { quantiles: { spent: { p10: 6, p50: 3000, p90: 54, tolerance: 1 } } },
      says: ["spent: the 50 % quantile is 30.00, expected 3000.00 ± 1.00"],
    },
    {
      rule: "values that are nowhere any more, however rare they were",
      expected: { missingShares: { rating: { share: 0.25, tolerance: 1 } } },
      says: ["rating is missing in no row, expected in about 10"],
    },
    {
      rule: "as-of dates",
      expected: { asOf: { first: "2026-02-01", last: "2026-01-30" } },
      says: [
        "The last as-of date is 2026-01-31, expected none after 2026-01-30: that is not known yet",
        "The first as-of date is 2026-01-31, expected none before 2026-02-01: an old extract is among it",
      ],
    },
    {
      rule: "values of those who leave",
      expected: { associations: { plan: { areas: { plus: 0.3, basic: 0.33 }, tolerance: 0.01 } } },
      says: [
        "left goes with other values than expected (ROC AUC): plan plus 0.833 instead of 0.300 ± 0.010; plan basic 0.167 instead of 0.330 ± 0.010",
      ],
    },
  ])("$rule", async ({ expected, says }) => {
    expect(await faultsOf(csv, expected)).toEqual(says);
  });

  it.each([
    { twins: "equal but for their ids", changed: {}, says: "are equal to another one in every column but the id" },
    { twins: "alike but for one column", changed: { spent: "0.07" }, says: "in every column but one" },
  ])("customers under two ids, $twins", async ({ changed, says }) => {
    const twins = makeCustomers(40).map((row) => ({ ...row, ...changed, id: `again-${row.id}` }));
    const expected = { twins: { ...expectNothing.twins, rows: 80, tolerance: 0.01 } };
    const table = toCsv([...makeCustomers(40), ...twins]);
    expect(await faultsOf(table, expected)).toEqual([expect.stringContaining(says)]);
  });

  it("nothing, when everything is within its tolerance", async () => {
    const expected: Expectations = {
      ...expectNothing,
      minRows: 40,
      missingShares: { visited: { share: 0.1, tolerance: 0.06 } },
      shares: { plan: { shares: { basic: 0.45, plus: 0.55 }, tolerance: 0.06 } },
      quantiles: { spent: { p10: 5, p50: 29.5, p90: 55, tolerance: 2 } },
    };
    expect(await faultsOf(csv, expected)).toEqual([]);
  });

  it("nothing but its size, when that is too small to say more", async () => {
    const shares = { plan: { shares: { basic: 0.9 }, tolerance: 0.1 } };
    expect(await faultsOf(toCsv(makeCustomers(19)), { shares, minRows: 1000 })).toEqual([
      "Too few rows: 19, at least 20 are needed",
    ]);
  });
});
