import { type Dataset, idColumn, type Params, type Part } from "@churn/contracts";
import {
  castSql,
  csvHeader,
  csvSql,
  splitHashSql,
  splitPlaceSql,
  sqlName,
  sqlString,
  type Tables,
} from "@churn/tables";

/** Columns that the split adds, named so that no table has them already. */
export const PART = '"(part)"';
export const HASH = '"(hash)"';

/**
 * Creates the table `customers`: every row typed, with its part and in the order of the salted hash of its id, so that
 * the first rows of a part are a uniform sample of it.
 */
export async function splitCustomers(
  tables: Tables,
  dataset: Dataset,
  path: string,
  { validationFraction, testFraction }: Params["preprocess"],
): Promise<void> {
  const header = await csvHeader(path);
  const columns = Object.entries(dataset.columns).map(
    ([name, column]) => `${header.includes(name) ? castSql(name, column) : "null"} as ${sqlName(name)}`,
  );
  const hash = splitHashSql(dataset.splitSalt, idColumn(dataset).name);
  const place = splitPlaceSql(HASH);
  await tables.run(`
    create table customers as
    select *, case when ${place} < ${testFraction} then 'test'
                   when ${place} < ${testFraction + validationFraction} then 'val' else 'train' end as ${PART}
    from (select ${columns.join(", ")}, ${hash} as ${HASH} from ${csvSql(path, header)})
    order by ${HASH}`);
}

/** Rows of one part in hash order, which is that of the table. */
export const partSql = (columns: string[], part: Part): string =>
  `select ${columns.join(", ")} from customers where ${PART} = ${sqlString(part)}`;
