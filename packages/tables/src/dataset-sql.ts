import type { Column, FeatureColumn } from "@churn/contracts";
import { sqlName, sqlString } from "./sql.ts";

/** A text column as the contract's type, NULL where the text is none of it. The label becomes 1 or 0. */
export function castSql(name: string, column: Column): string {
  const text = sqlName(name);
  const number = `(case when not contains(${text}, '_') then try_cast(${text} as double) end)`; // DuckDB reads 1_000 as 1000
  switch (column.type) {
    case "text":
      return text;
    case "date":
      return `case when regexp_full_match(${text}, '\\d{4}-\\d{2}-\\d{2}') then try_cast(${text} as date) end`;
    case "integer":
      return `case when isfinite(${number}) and ${number} = trunc(${number}) then try_cast(${number} as integer) end`;
    case "decimal":
      return `case when isfinite(${number}) then ${number} end`;
    case "flag":
      return `case ${text} when '1' then 1 when '0' then 0 end`;
    case "category":
      return `case when ${text} in (${listSql(column.categories)}) then ${text} end`;
    case "label":
      return `case ${text} when ${sqlString(column.positive)} then 1 when ${sqlString(column.negative)} then 0 end`;
  }
}

/** A typed column as a DOUBLE for the transformer: a category as its place in the list, NaN where missing. */
export function numberSql(
  name: string,
  column: Pick<FeatureColumn, "type"> & { categories?: readonly string[] },
): string {
  const value = column.categories ? placeSql(sqlName(name), column.categories) : sqlName(name);
  return `coalesce(cast(${value} as double), 'NaN'::double)`;
}

/** A category as its place in the list, NULL where it is not in it. */
export const placeSql = (value: string, categories: readonly string[]): string =>
  `(list_position([${listSql(categories)}], ${value}) - 1)`;

const listSql = (values: readonly string[]) => values.map(sqlString).join(", ");
