import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { makeWorld, rowsOf, tableOf } from "./simulate.ts";

const md5 = (text: string) => createHash("md5").update(text).digest("hex");
const asOf = "2026-06-30";

it("gives the same bytes on every machine and version of Node", async () => {
  const table = await tableOf(makeWorld(), asOf);
  expect(md5(table)).toBe("9abf098857f2c9fa2ed932937dfe0fa1");
  expect(await tableOf(makeWorld(), asOf)).toBe(table);
});

it("gives another business for another seed", async () => {
  expect(await tableOf(makeWorld({ seed: 43 }), asOf)).not.toBe(await tableOf(makeWorld(), asOf));
});

it("writes plain CSV: LF, no quotes, two decimals, rows in the order of customer_id", async () => {
  const table = await tableOf(makeWorld(), asOf);
  expect(table).not.toMatch(/["\r ]/);
  expect(table).toMatch(/\n$/);
  const rows = rowsOf(table);
  const ids = rows.map((row) => row.customer_id);
  expect(ids).toEqual([...new Set(ids)].sort());
  expect(rows.filter((row) => !/^\d+\.\d\d$/.test(row.total_charges as string))).toEqual([]);
  expect(rows.some((row) => row.days_since_last_purchase === "")).toBe(true);
});

it("puts the warehouses of a large business behind one header, in order", async () => {
  const [header, ...lines] = (await tableOf(makeWorld({ rows: 66_000 }), asOf)).trimEnd().split("\n");
  const ids = lines.map((line) => line.slice(0, line.indexOf(",")));
  expect(header).toMatch(/^customer_id,/);
  expect(ids).toHaveLength(66_000);
  expect(ids.findIndex((id, i) => i > 0 && id <= (ids[i - 1] as string))).toBe(-1);
});
