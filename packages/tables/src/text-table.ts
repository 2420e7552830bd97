import { PipelineError } from "@churn/contracts";
import { csvHeader, csvSql } from "./csv.ts";
import { fileFault } from "./file-fault.ts";
import { isParquet, parquetSql } from "./parquet.ts";
import type { Tables } from "./tables.ts";

/** A table of text. `broken`: SQL that lists the lines that are no row, with `line` and `why`, once it was read. */
export type TextTable = { readonly sql: string; readonly names: readonly string[]; readonly broken: string };

/**
 * A CSV or Parquet file as a table of text, in the order of the file.
 *
 * @throws PipelineError ARTIFACT_INVALID when it is cut short, is something else or names two columns alike
 */
export async function textTable(tables: Tables, path: string): Promise<TextTable> {
  if (await isParquet(path)) {
    const table = await parquetSql(tables, path).catch((cause) => {
      throw noTable(path, "The Parquet file is cut short or damaged", cause);
    });
    return { ...table, broken: "select 0 as line, '' as why where false" };
  }
  const fault = await fileFault(path);
  if (fault !== undefined) throw noTable(path, fault);
  const names = await csvHeader(path);
  const lowerCase = names.map((name) => name.toLowerCase()); // as DuckDB compares names
  const twice = names.filter((name, i) => lowerCase.indexOf(name.toLowerCase()) !== i);
  if (twice.length > 0)
    throw noTable(path, `Two columns are called ${twice.join(", ")}; case does not tell them apart`);
  return {
    sql: csvSql(path, names),
    names,
    broken: "select line, string_agg(distinct error_message, '; ') as why from reject_errors group by line",
  };
}

/**
 * Looks, once a table was read, whether every row of it was seen: after a quote that is not closed DuckDB passes over all
 * rows up to the next part of the file, and names one.
 *
 * @throws PipelineError ARTIFACT_INVALID when there is such a quote
 */
export async function requireClosedQuotes(tables: Tables, path: string, { broken }: TextTable): Promise<void> {
  const open = `select min(line)::integer as line from (${broken}) where contains(why, 'unterminated quote')`;
  const [found] = await tables.rows<{ line: number | null }>(open);
  if (found?.line == null) return;
  throw noTable(
    path,
    `In line ${found.line} a quote is not closed, or text follows it: the rows after it can't be told`,
  );
}

const noTable = (path: string, why: string, cause?: unknown) =>
  new PipelineError("ARTIFACT_INVALID", {
    what: `${path} can't be read as a table: ${why}`,
    where: path,
    fix: "name a whole Parquet file, or a CSV file in UTF-8 with commas and a header",
    cause,
  });
