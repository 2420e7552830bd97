import { FEATURE_FILES, PARTS } from "@churn/contracts";
import { useFolders } from "@churn/runtime/test-support";
import { sqlString, Tables } from "@churn/tables";
import { expect, it } from "vitest";
import { countRows, lostRows } from "../src/count-rows.ts";

const makeFolder = useFolders();

/** Counts a table of 100 rows of which that many were written, 20 to validate and 20 to test, and 3 rejected. */
async function count(train: number) {
  const at = makeFolder();
  return Tables.inMemory(async (tables) => {
    await tables.run("create table reject_errors as select 'CAST' as error_type, i as line from range(3) t(i)");
    for (const part of PARTS) {
      const rows = part === "train" ? train : 20;
      await tables.run(`copy (from range(${rows})) to ${sqlString(at(FEATURE_FILES[part]))} (format parquet)`);
    }
    return countRows(tables, { dataset: "shop", data: { md5: "", bytes: 0 }, rows: 100 }, at());
  });
}

it("rows are counted in the files that were written", async () => {
  const split = await count(57);
  expect(split).toMatchObject({ rows: { in: 100, train: 57, val: 20, test: 20, rejected: 3 }, reasons: { CAST: 3 } });
  expect(lostRows(split)).toEqual([]);
});

it.each([56, 58])("a file with %i rows where 57 belong is a fault", async (train) => {
  expect(lostRows(await count(train))).toEqual([
    `100 rows came in and ${train + 40} were written, 3 were rejected: the rest is lost`,
  ]);
});
