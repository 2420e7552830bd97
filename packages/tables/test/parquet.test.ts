import { expect, it } from "vitest";
import { isParquet, parquetSql, sqlString, Tables } from "../src/index.ts";
import { useFiles } from "./use-files.ts";

const makeFile = useFiles();

/** What a contract reads from a Parquet file with these two values. */
async function read(type: string, ...values: (string | null)[]) {
  const path = makeFile("table.parquet");
  const rows = values.map((value, i) => `(${i}, ${value === null ? "null" : sqlString(value)}::${type})`);
  return Tables.inMemory(async (tables) => {
    await tables.run(`copy (select * from (values ${rows.join(", ")}) t(i, "the value")) to ${sqlString(path)}`);
    const { sql, names } = await parquetSql(tables, path);
    expect(names).toEqual(["i", "the value"]);
    return (await tables.rows(`select * from ${sql}`)).map((row) => row["the value"]);
  });
}

it.each([
  { type: "boolean", values: ["true", "false", null], texts: ["1", "0", null] },
  { type: "double", values: ["1.5", "12", "nan", null], texts: ["1.5", "12.0", null, null] },
  { type: "float", values: ["0.5", "nan"], texts: ["0.5", null] },
  { type: "integer", values: ["7", null], texts: ["7", null] },
  { type: "decimal(8, 2)", values: ["7", "1.25"], texts: ["7.00", "1.25"] },
  { type: "date", values: ["2026-02-28", null], texts: ["2026-02-28", null] },
  { type: "timestamp", values: ["2026-02-28", null], texts: ["2026-02-28", null] },
  {
    type: "timestamp",
    values: ["2026-02-28", "2026-02-28 10:00"],
    texts: ["2026-02-28 00:00:00", "2026-02-28 10:00:00"],
  },
  { type: "varchar", values: ["it's", "", null], texts: ["it's", "", null] },
])("a $type of a Parquet file is text: $values", async ({ type, values, texts }) => {
  expect(await read(type, ...values)).toEqual(texts);
});

it.each([
  { content: "PAR1", is: true },
  { content: "id,PAR1\n", is: false },
  { content: "", is: false },
])("a file that begins with $content is Parquet: $is", async ({ content, is }) => {
  expect(await isParquet(makeFile("table", content))).toBe(is);
});
