import { readdirSync } from "node:fs";
import { join } from "node:path";
import { PipelineError } from "@churn/contracts";
import { requireFile } from "@churn/runtime";
import { csvHeader, csvSql, isParquet, parquetSql, sqlName, sqlString, type Tables } from "@churn/tables";

/** Customers as text. */
export type Source = {
  readonly sql: string;
  readonly names: readonly string[];
  /** SQL: how many lines are no row, as `n`; asked after the source was read. */
  readonly broken: string;
};

/** A table of customers, CSV or Parquet. */
export async function tableSource(tables: Tables, path: string): Promise<Source> {
  requireFile(path, "name a table of customers, CSV or Parquet, or a folder of logged requests: --current PATH");
  if (await isParquet(path)) return { ...(await parquetSql(tables, path)), broken: "select 0 as n" };
  const names = await csvHeader(path);
  return {
    sql: csvSql(path, names),
    names,
    broken: "select count(distinct line)::integer as n from reject_errors",
  };
}

/** What the scoring service logged into a folder, one request for one customer per line. */
export function requestsSource(folder: string, columns: readonly string[]): Source {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => /\.(ndjson|jsonl)$/.test(name)).map((name) => join(folder, name));
  if (files.length === 0) {
    throw new PipelineError("ARTIFACT_MISSING", {
      what: `there are no logged requests in ${folder}: no file is called *.ndjson or *.jsonl`,
      where: folder,
      fix: "name the folder that the service logs into",
    });
  }
  const lines = `read_json([${files.map(sqlString).join(", ")}], format = 'newline_delimited', ignore_errors = true,
    columns = {row: 'JSON'})`;
  const values = columns.map((name) => {
    const key = sqlString(`$."${name.replaceAll('"', '\\"')}"`);
    return `json_extract_string(row, ${key}) as ${sqlName(name)}`;
  });
  return {
    sql: `(select ${values.join(", ")} from ${lines} where row is not null)`,
    names: columns,
    broken: `select count(*)::integer as n from ${lines} where row is null`,
  };
}
