import type { Column } from "@churn/contracts";
import { describe, expect, it } from "vitest";
import { castSql, numberSql, sqlString, Tables } from "../src/index.ts";

const described = { description: "for this test" };
const columns = {
  id: { role: "id", type: "text", ...described },
  integer: { role: "feature", type: "integer", unit: "months", range: [0, 120], ...described },
  decimal: { role: "feature", type: "decimal", unit: "EUR", range: [0, 100], ...described },
  flag: { role: "feature", type: "flag", ...described },
  category: { role: "feature", type: "category", categories: ["basic", "manager's"], ...described },
  date: { role: "as-of", type: "date", ...described },
  label: { role: "target", type: "label", positive: "Yes", negative: "No", rate: [0, 1], ...described },
} satisfies Record<string, Column>;

describe("a text", () => {
  it.each<[keyof typeof columns, Record<string, unknown>]>([
    ["id", { "0012": "0012", "it's": "it's", " ": " " }],
    ["integer", { "12": 12, "-3": -3, "12.0": 12, "1e3": 1000, "12.5": null, inf: null, nan: null, twelve: null }],
    ["integer", { "2147483647": 2147483647, "2147483648": null, "1e300": null, "1,5": null, "": null }],
    ["decimal", { "12": 12, "1.5": 1.5, ".5": 0.5, "-2e-1": -0.2, "1,5": null, x: null, "": null }],
    ["decimal", { "1_000": null, " 5": 5, "+5": 5 }],
    ["integer", { "1_000": null }],
    ["decimal", { inf: null, "-inf": null, Infinity: null, nan: null, NaN: null, "1e400": null }],
    ["flag", { "0": 0, "1": 1, "2": null, true: null, "1.0": null, "": null }],
    ["category", { basic: "basic", "manager's": "manager's", Basic: null, gold: null, "": null }],
    ["date", { "2026-02-28": "2026-02-28", "2026-02-30": null, "2026-2-3": null, "28.02.2026": null }],
    ["date", { "2026-02-28 10:00": null, infinity: null, "": null }],
    ["label", { Yes: 1, No: 0, yes: null, "1": null, "": null }],
  ])("as %s: %j", async (name, values) => {
    const text = (value: string) => `select ${sqlString(value)} as ${name}`;
    const cast = await Tables.inMemory(async (tables) => {
      const casts = Object.keys(values).map(async (value) => {
        const [row] = await tables.rows(`select ${castSql(name, columns[name])} as value from (${text(value)})`);
        return [value, row?.value];
      });
      return Object.fromEntries(await Promise.all(casts));
    });
    expect(cast).toEqual(values);
  });

  it.each(Object.entries(columns))("that is missing stays missing as %s", async (name, column) => {
    await Tables.inMemory(async (tables) => {
      const sql = `select ${castSql(name, column)} as value from (select null::varchar as ${name})`;
      expect(await tables.rows(sql)).toEqual([{ value: null }]);
    });
  });

  it("is cast in a column of any name", async () => {
    await Tables.inMemory(async (tables) => {
      const sql = `select ${castSql('the "age"', columns.integer)} as value from (select '7' as "the ""age""")`;
      expect(await tables.rows(sql)).toEqual([{ value: 7 }]);
    });
  });
});

describe("a typed value as a number for the transformer", () => {
  it.each([
    { of: "an integer", column: columns.integer, sql: "7", number: 7 },
    { of: "a decimal", column: columns.decimal, sql: "7.25::double", number: 7.25 },
    { of: "a flag", column: columns.flag, sql: "1", number: 1 },
    { of: "the first category", column: columns.category, sql: "'basic'", number: 0 },
    { of: "the second category", column: columns.category, sql: "'manager''s'", number: 1 },
    { of: "a missing integer", column: columns.integer, sql: "null::integer", number: NaN },
    { of: "a missing category", column: columns.category, sql: "null::varchar", number: NaN },
    { of: "a column the table lacks", column: columns.category, sql: "null", number: NaN },
  ])("$of is $number", async ({ column, sql, number }) => {
    await Tables.inMemory(async (tables) => {
      const values: number[] = [];
      const query = `select ${numberSql("value", column)} from (select ${sql} as value)`;
      for await (const [batch] of tables.stream(query)) values.push(...(batch as Float64Array));
      expect(values).toEqual([number]);
    });
  });
});
