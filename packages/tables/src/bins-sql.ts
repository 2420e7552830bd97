import { countSql, sqlName, sqlString } from "./sql.ts";

/** Bins of a column: between edges, or one per value. */
export type Bins = { readonly edges?: readonly number[] | undefined; readonly values?: readonly string[] | undefined };

/** SQL: in which bin a row is, one condition per bin; none holds for a missing value. */
export function binsSql(column: string, { edges, values = [] }: Bins): string[] {
  const name = sqlName(column);
  if (!edges) return values.map((value) => `${name}::varchar = ${sqlString(value)}`);
  if (edges.length === 0) return [`${name} is not null`];
  return [
    `${name} < ${edges[0]}`,
    ...edges.slice(1).map((edge, i) => `${name} >= ${edges[i]} and ${name} < ${edge}`),
    `${name} >= ${edges.at(-1)}`,
  ];
}

/** SQL: how many rows each condition holds for, as a list of integers. */
export const countsSql = (conditions: readonly string[]): string =>
  `list_value(${conditions.map(countSql).join(", ")})`;
