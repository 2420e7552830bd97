import { type Dataset, idColumn, type Params, type Part } from "@churn/contracts";
import { castSql, csvHeader, csvSql, sqlName, sqlString, type Tables } from "@churn/tables";

/**
 * Creates the table `customers`: every row typed, with its part and in the order of the salted hash of its id
 * (first 64 bits of MD5). A customer never changes sides when the table grows, and the first rows of a part are a
 * uniform sample of it.
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
  const hash = `md5_number_upper(concat(${sqlString(`${dataset.splitSalt}:`)}, ${sqlName(idColumn(dataset).name)}))`;
  await tables.run(`
    create table customers as
    select *, case when place < ${testFraction} then 'test'
                   when place < ${testFraction + validationFraction} then 'val' else 'train' end as part
    from (select ${columns.join(", ")}, ${hash} as hash, hash / 18446744073709551616.0 as place
          from ${csvSql(path, header)})
    order by hash`);
}

/** Rows of one part in hash order. */
export const partSql = (columns: string[], part: Part): string =>
  `select ${columns.join(", ")} from customers where part = ${sqlString(part)} order by hash`;
