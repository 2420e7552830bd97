import { type Dataset, type NamedSlice, namedSlices } from "@churn/contracts";
import { parquetColumns } from "./parquet-columns.ts";
import { sqlName, sqlString } from "./sql.ts";
import type { Tables } from "./tables.ts";

/** The rows of each slice of the contract, by their place in a Parquet file of customers. */
export async function sliceRows(
  tables: Tables,
  dataset: Dataset,
  path: string,
): Promise<{ name: string; rows: number[] }[]> {
  const slices = namedSlices(dataset).map((slice) => ({ slice, name: slice.name, rows: [] as number[] }));
  if (slices.length === 0) return [];
  await parquetColumns(tables, path, [...new Set(slices.map(({ slice }) => slice.column))]);
  const members = slices.map(({ slice }) => `coalesce(${memberSql(slice)}, false)::integer`);
  let offset = 0;
  for await (const columns of tables.stream<Int32Array>(
    `select ${members.join(", ")} from read_parquet(${sqlString(path)})`,
  )) {
    columns.forEach((column, slice) => {
      for (let i = 0; i < column.length; i++) if (column[i] === 1) slices[slice]?.rows.push(offset + i);
    });
    offset += columns[0]?.length ?? 0;
  }
  return slices.map(({ name, rows }) => ({ name, rows }));
}

function memberSql(slice: NamedSlice): string {
  const column = sqlName(slice.column);
  if ("missing" in slice) return `${column} is null`;
  return "below" in slice ? `${column} < ${slice.below}` : `${column}::varchar = ${sqlString(slice.equals)}`;
}

/** The values of some rows, by their places; as Float32Array.from with a function, which takes many times as long. */
export function valuesAt(values: Float32Array, rows: readonly number[]): Float32Array {
  const picked = new Float32Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = values[rows[i]!]!;
  return picked;
}
