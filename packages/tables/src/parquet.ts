import { open } from "node:fs/promises";
import { sqlName, sqlString } from "./sql.ts";
import type { Tables } from "./tables.ts";

/** Whether a file begins as every Parquet file does. */
export async function isParquet(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && buffer.toString("latin1") === "PAR1";
  } finally {
    await file.close();
  }
}

/**
 * A Parquet file as a table of text, the way a contract reads it: true and false as 1 and 0, NaN as NULL, a column of
 * timestamps that are all midnight as dates.
 */
export async function parquetSql(tables: Tables, path: string): Promise<{ sql: string; names: string[] }> {
  const source = `read_parquet(${sqlString(path)})`;
  const columns = await tables.rows<{ column_name: string; column_type: string }>(`describe select * from ${source}`);
  const days = await midnights(tables, source, columns);
  const texts = columns.map(({ column_name, column_type }) => {
    const name = sqlName(column_name);
    if (column_type === "BOOLEAN") return `${name}::integer::varchar as ${name}`;
    if (column_type === "FLOAT" || column_type === "DOUBLE") {
      return `case when not isnan(${name}) then ${name}::varchar end as ${name}`;
    }
    return `${name}${days.has(column_name) ? "::date" : ""}::varchar as ${name}`;
  });
  return { sql: `(select ${texts.join(", ")} from ${source})`, names: columns.map((column) => column.column_name) };
}

async function midnights(
  tables: Tables,
  source: string,
  columns: { column_name: string; column_type: string }[],
): Promise<Set<string>> {
  const stamps = columns.filter(({ column_type }) => column_type.startsWith("TIMESTAMP")).map((c) => c.column_name);
  if (stamps.length === 0) return new Set();
  const isMidnight = (name: string) => `coalesce(bool_and(${sqlName(name)} = ${sqlName(name)}::date), false)`;
  const [row] = await tables.rows(
    `select ${stamps.map((name, i) => `${isMidnight(name)} as c${i}`).join(", ")} from ${source}`,
  );
  return new Set(stamps.filter((_, i) => row?.[`c${i}`] === true));
}
