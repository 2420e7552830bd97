import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { BLOCK_ROWS, FeatureTable, sqlString, Tables } from "../src/index.ts";
import { useFiles } from "./use-files.ts";

const makeFile = useFiles();

/** Rows 0, 1, 2, … with two features, row and −row / 2, and a label that is 1 in every third. */
async function writeTable(rows: number): Promise<string> {
  const path = makeFile("part.parquet");
  await Tables.inMemory((tables) =>
    tables.run(
      `copy (select i::float as first, (-i / 2)::float as "plan=it's", (i % 3 = 0)::integer::float as churn
             from range(${rows}) t(i))
       to ${sqlString(path)} (format parquet, row_group_size ${BLOCK_ROWS})`,
    ),
  );
  return path;
}
const rowsOf = async (path: string) =>
  Tables.inMemory(async (tables) => {
    const table = await FeatureTable.open(tables, path);
    const blocks: number[] = [];
    const wrong: number[] = [];
    let row = 0;
    for await (const { rows, x, y } of table) {
      blocks.push(rows);
      expect([x.length, y.length]).toEqual([rows * table.width, rows]);
      for (let i = 0; i < rows; i++, row++) {
        if (x[2 * i] !== row || x[2 * i + 1] !== -row / 2 || y[i] !== (row % 3 === 0 ? 1 : 0)) wrong.push(row);
      }
    }
    return { blocks, wrong };
  });

describe.each([
  { rows: 0, blocks: [] },
  { rows: 1, blocks: [1] },
  { rows: BLOCK_ROWS, blocks: [BLOCK_ROWS] },
  { rows: 2 * BLOCK_ROWS + 1000, blocks: [BLOCK_ROWS, BLOCK_ROWS, 1000] },
])("a table of $rows rows", ({ rows, blocks }) => {
  let path: string;
  beforeAll(async () => {
    path = await writeTable(rows);
  });

  it("says how many rows and blocks it has, and the names of its features", async () => {
    await Tables.inMemory(async (tables) => {
      const table = await FeatureTable.open(tables, path);
      expect(table).toMatchObject({ rows, blocks: blocks.length, width: 2, names: ["first", "plan=it's"] });
    });
  });

  it("comes block by block, in the order of the file", async () => {
    expect(await rowsOf(path)).toEqual({ blocks, wrong: [] });
  });
});

it("any block can be read alone, and stays valid after the next", async () => {
  const path = await writeTable(BLOCK_ROWS + 10);
  await Tables.inMemory(async (tables) => {
    const table = await FeatureTable.open(tables, path);
    const [last, first] = [await table.block(1), await table.block(0)];
    expect(last.rows).toBe(10);
    expect([...last.x.subarray(0, 4)]).toEqual([BLOCK_ROWS, -BLOCK_ROWS / 2, BLOCK_ROWS + 1, -(BLOCK_ROWS + 1) / 2]);
    expect([first.x[0], first.x[2], first.y[0]]).toEqual([0, 1, 1]);
  });
});

it.each([true, false])("a table is read once where it is to be kept: %s", async (keep) => {
  const path = await writeTable(10);
  await Tables.inMemory(async (tables) => {
    const table = await FeatureTable.open(tables, path, { keep });
    const [first, second] = [await table.block(0), await table.block(0)];
    expect(second === first).toBe(keep);
    expect(second).toEqual(first);
  });
});

it("blocks do not depend on how the file is cut into row groups", async () => {
  const path = makeFile("part.parquet");
  await Tables.inMemory((tables) =>
    tables.run(
      `copy (select i::float as first, (-i / 2)::float as second, (i % 3 = 0)::integer::float as churn
             from range(70000) t(i)) to ${sqlString(path)} (format parquet, row_group_size 4096)`,
    ),
  );
  expect(await rowsOf(path)).toEqual({ blocks: [BLOCK_ROWS, 70_000 - BLOCK_ROWS], wrong: [] });
});

it("a file that is damaged inside is named, as no bug", async () => {
  const path = await writeTable(5000);
  const bytes = readFileSync(path);
  bytes.fill(255, 4, 1000);
  writeFileSync(path, bytes);
  await Tables.inMemory(async (tables) => {
    const table = await FeatureTable.open(tables, path);
    await expect(table.block(0)).rejects.toMatchObject({
      code: "ARTIFACT_INVALID",
      message: expect.stringContaining("damaged inside"),
    });
  });
});
