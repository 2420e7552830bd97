import type { DriftDistribution, Reference, SignatureInput } from "@churn/contracts";
import { binsSql, countsSql, sqlName, type Tables } from "@churn/tables";
import { outsideSql, unknownSql } from "./read-current.ts";

/** Rows of one column. */
export type ColumnCounts = {
  readonly missing: number;
  readonly unknown: number;
  readonly outside: number;
  /** Per bin of the reference. */
  readonly bins: readonly number[];
};
export type CurrentCounts = { readonly rows: number; readonly columns: Readonly<Record<string, ColumnCounts>> };

/** How many customers of today are in which bin of the reference, in one pass over the table `customers`. */
export async function countCurrent(
  tables: Tables,
  inputs: readonly SignatureInput[],
  reference: Reference,
): Promise<CurrentCounts> {
  const counts = inputs.map(({ name }, i) => {
    const { edges, categories } = reference.columns[name] as Reference["columns"][string];
    const conditions = [
      `${sqlName(name)} is null and not ${unknownSql(name)}`,
      unknownSql(name),
      outsideSql(name),
      ...binsSql(name, { edges, values: categories }),
    ];
    return `${countsSql(conditions)} as c${i}`;
  });
  const [row] = await tables.rows<{ rows: number } & Record<string, number[]>>(
    `select count(*)::integer as rows, ${counts.join(", ")} from customers`,
  );
  const found = row as { rows: number } & Record<string, number[]>;
  const columns = inputs.map(({ name }, i): [string, ColumnCounts] => {
    const [missing, unknown, outside, ...bins] = found[`c${i}`] as [number, number, number, ...number[]];
    return [name, { missing, unknown, outside, bins }];
  });
  return { rows: found.rows, columns: Object.fromEntries(columns) };
}

const SHOWN = { values: 5, characters: 60 };

/** The most frequent values that are none of the column's. */
export function unknownValues(tables: Tables, column: string): Promise<DriftDistribution["unknown"]> {
  const text = `left(texts.${sqlName(column)}, ${SHOWN.characters})`;
  return tables.rows(
    `select ${text} as value, count(*)::integer as rows
     from texts positional join customers where ${unknownSql(column)}
     group by all order by rows desc, value limit ${SHOWN.values}`,
  );
}
