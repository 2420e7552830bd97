import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { countSql, sqlName, sqlString, Tables } from "../src/index.ts";
import { useFiles } from "./use-files.ts";

const makeFile = useFiles();

test("what was appended comes back, in order, over many batches", async () => {
  const ids = Array.from({ length: 5000 }, (_, i) => `c${i}`);
  const floats = Float32Array.from(ids, (_, i) => i / 2);
  const days = Int32Array.from(ids, (_, i) => i);
  await Tables.inMemory(async (tables) => {
    await tables.run("create table t (id varchar, x float, d date)");
    await tables.append("t", [
      [ids, floats, { days }],
      [["last"], Float32Array.of(-1), { days: Int32Array.of(0) }],
    ]);
    const seen: number[] = [];
    for await (const [x] of tables.stream<Float32Array>("select x from t")) seen.push(...(x as Float32Array));
    expect(seen).toEqual([...floats, -1]);
    expect(await tables.rows("select id, d from t where x = 1")).toEqual([{ id: "c2", d: "1970-01-03" }]);
  });
});

test("a table of any size comes whole through a stream that is appended from", async () => {
  const rows = 500_000; // an append flushes after 204,800
  await Tables.inMemory(async (tables) => {
    await tables.run(`create table source as select i::integer as i from range(${rows}) t(i)`);
    await tables.run("create table target (i integer)");
    await tables.append("target", tables.stream<Int32Array>("select i from source order by i"));
    expect(await tables.rows("select count(*)::integer as rows, max(i) as last from target")).toEqual([
      { rows, last: rows - 1 },
    ]);
  });
});

test.each(["it's", "''", 'a"b', "", "a\\b\n"])("a value stays as it is in SQL: %j", async (value) => {
  await Tables.inMemory(async (tables) => {
    expect(await tables.rows(`select ${sqlString(value)} as v`)).toEqual([{ v: value }]);
  });
});

test.each(["plan=manager's", 'the "age"', "order", "a b"])("a name stays as it is in SQL: %j", async (name) => {
  await Tables.inMemory(async (tables) => {
    expect(await tables.rows(`select 1 as ${sqlName(name)}`)).toEqual([{ [name]: 1 }]);
  });
});

test("arrays of one batch stay valid after the next", async () => {
  await Tables.inMemory(async (tables) => {
    const batches: Int32Array[] = [];
    for await (const [batch] of tables.stream<Int32Array>("select i::integer from range(5000) t(i)"))
      batches.push(batch as Int32Array);
    expect(batches.length).toBeGreaterThan(1);
    expect(batches.flatMap((batch) => [...batch])).toEqual(Array.from({ length: 5000 }, (_, i) => i));
  });
});

test("a database that may spill answers as one that may not, and leaves nothing in its folder", async () => {
  const folder = dirname(makeFile("beside"));
  const found = await Tables.spilling(folder, async (tables) => {
    await tables.run("create table t as select i::integer as i from range(100000) t(i) order by hash(i)");
    expect(readdirSync(folder)).toHaveLength(1);
    return tables.rows("select max(i) as highest, count(*)::integer as rows from t");
  });
  expect(found).toEqual([{ highest: 99_999, rows: 100_000 }]);
  expect(readdirSync(folder)).toEqual([]);
});

test("a database that may spill leaves nothing in its folder when its use fails", async () => {
  const folder = dirname(makeFile("beside"));
  const use = Tables.spilling(folder, (tables) => tables.run("select nothing from nowhere"));
  await expect(use).rejects.toThrow(/nowhere/);
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  { rows: "values (true), (null), (false)", count: 1 },
  { rows: "values (null), (false)", count: 0 },
  { rows: "select true where false", count: 0 },
])("a condition holds for $count rows of: $rows", async ({ rows, count }) => {
  await Tables.inMemory(async (tables) => {
    expect(await tables.rows(`select ${countSql("x")} as n from (${rows}) t(x)`)).toEqual([{ n: count }]);
  });
});
