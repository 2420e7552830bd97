import { FEATURE_FILES, PARTS, type TransformerState } from "@churn/contracts";
import { useFolders } from "@churn/runtime/test-support";
import { sqlString, Tables } from "@churn/tables";
import { expect, it } from "vitest";
import { checkWritten } from "../src/check-written.ts";
import { PART } from "../src/split.ts";
import { shop } from "./make-shop.ts";

const makeFolder = useFolders();
/** Every part has the customers who spent 1, 2, 3 and 10, the last of whom leaves; written as `select` says. */
const faultsOf = (changed: { mean?: number; written?: string }) =>
  Tables.inMemory(async (tables) => {
    const at = makeFolder();
    const { mean = 4, written = "select * from part" } = changed;
    await tables.run(`create table customers as
      select p as ${PART}, s::double as spent, (s = 10)::integer as "left"
      from unnest(['train', 'val', 'test']) parts(p), unnest([1, 2, 3, 10]) spends(s)`);
    for (const part of PARTS) {
      await tables.run(`copy (with part as (select * exclude (${PART}) from customers where ${PART} = ${sqlString(part)})
        ${written}) to ${sqlString(at(FEATURE_FILES[part]))} (format parquet)`);
    }
    const state: TransformerState = {
      dataset: "shop",
      columns: [{ kind: "number", column: "spent", mean, scale: Math.sqrt(12.5), missing: null, quantiles: [] }],
    };
    return checkWritten(tables, shop, state, at());
  });

it("finds nothing in what was fitted to the training part and written once", async () => {
  expect(await faultsOf({})).toEqual([]);
});

it.each([
  {
    fault: "rows that were left out",
    written: "select * from part where spent > 1",
    says: /has 3 rows with 1 churners, .* has 4 with 1/,
  },
  { fault: "customers of two parts", written: "select * from part union all select * from part", says: /has 8 rows/ },
  {
    fault: "other labels",
    written: 'select spent, 1 - "left" as "left" from part',
    says: /has 4 rows with 3 churners/,
  },
  { fault: "a mean of all customers", mean: 4.01, says: /not fitted to the training part: spent has a mean of 4.0000/ },
])("finds $fault", async ({ says, ...given }) => {
  expect(await faultsOf(given)).toContainEqual(expect.stringMatching(says));
});
