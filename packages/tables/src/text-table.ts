import { csvHeader, csvSql } from "./csv.ts";
import { isParquet, parquetSql } from "./parquet.ts";
import type { Tables } from "./tables.ts";

/** A table of text. `broken`: SQL that lists the lines that are no row, with `line` and `why`, once it was read. */
export type TextTable = { readonly sql: string; readonly names: readonly string[]; readonly broken: string };

/** A CSV or Parquet file as a table of text, in the order of the file. */
export async function textTable(tables: Tables, path: string): Promise<TextTable> {
  if (await isParquet(path)) {
    return { ...(await parquetSql(tables, path)), broken: "select 0 as line, '' as why where false" };
  }
  const names = await csvHeader(path);
  return {
    sql: csvSql(path, names),
    names,
    broken: "select line, min(error_message) as why from reject_errors group by line",
  };
}
