import { type Dataset, defineDataset } from "@churn/contracts";

const described = { description: "for this test" };

/** A small contract with a column of every kind. */
export const shop: Dataset = defineDataset({
  name: "shop",
  title: "Shop",
  description: "One row per customer of a shop",
  source: "a test",
  splitSalt: "shop",
  minRows: 20,
  columns: {
    id: { role: "id", type: "text", ...described },
    seen: { role: "as-of", type: "date", ...described },
    tenure: { role: "feature", type: "integer", unit: "months", range: [0, 120], missing: "forbidden", ...described },
    spent: { role: "feature", type: "decimal", unit: "EUR", range: [0, 1000], missing: "forbidden", ...described },
    plan: { role: "feature", type: "category", categories: ["basic", "plus"], missing: "forbidden", ...described },
    vip: { role: "feature", type: "flag", missing: "forbidden", ...described },
    visited: {
      role: "feature",
      type: "integer",
      unit: "days",
      range: [0, 3650],
      missing: { means: "never visited", encodeAs: "median" },
      ...described,
    },
    rating: { role: "feature", type: "integer", unit: "stars", range: [1, 5], ...described },
    fax: { role: "feature", type: "flag", required: false, missing: { means: "no fax", encodeAs: 0 }, ...described },
    left: { role: "target", type: "label", positive: "yes", negative: "no", rate: [0.05, 0.6], ...described },
  },
  slices: [],
});

export type Row = Record<string, string>;

/** Customer number i of the shop: c01, c02, … */
export const makeCustomer = (i: number, changed: Row = {}): Row => ({
  id: `c${String(i).padStart(2, "0")}`,
  seen: "2026-01-31",
  tenure: String(i % 100),
  spent: ((i * 1.5) % 1000).toFixed(2),
  plan: i % 2 ? "basic" : "plus",
  vip: String(i % 3 === 0 ? 1 : 0),
  visited: String((i * 2) % 3650),
  rating: String(1 + (i % 5)),
  left: i % 4 === 0 ? "yes" : "no",
  ...changed,
});

/** Customers 1 … count; some of them changed, by their number. */
export const makeCustomers = (count: number, changed: Record<number, Row> = {}): Row[] =>
  Array.from({ length: count }, (_, i) => makeCustomer(i + 1, changed[i + 1]));

/** As a CSV file, with the columns of the first row. */
export function toCsv(rows: readonly Row[], columns = Object.keys(rows[0] as Row)): string {
  const lines = [columns, ...rows.map((row) => columns.map((name) => row[name] ?? ""))];
  return lines.map((fields) => `${fields.join(",")}\n`).join("");
}
