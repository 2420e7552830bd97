import { expect, test } from "vitest";
import { sqlString, Tables } from "../src/index.ts";

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

test("a quote in a value stays in the value", async () => {
  await Tables.inMemory(async (tables) => {
    expect(await tables.rows(`select ${sqlString("it's")} as v`)).toEqual([{ v: "it's" }]);
  });
});
