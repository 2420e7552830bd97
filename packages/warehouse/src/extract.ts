import { fileURLToPath } from "node:url";
import { readText } from "@churn/runtime";
import { sqlString, type Tables } from "@churn/tables";
import { isoDate } from "./calendar.ts";

/** The query that gives the modelling table as of a day, for DuckDB and PostgreSQL alike. */
export async function extractionSql(asOf: number): Promise<string> {
  const path = fileURLToPath(new URL("extract.sql", import.meta.url));
  return (await readText(path, "restore it from git")).replaceAll("{as_of}", isoDate(asOf));
}

/** Writes the modelling table as of a day as CSV: LF, no quotes, a missing value as nothing. */
export async function extractTo(
  path: string,
  tables: Tables,
  asOf: number,
  { header }: { header: boolean },
): Promise<void> {
  await tables.run(`COPY (${await extractionSql(asOf)}) TO ${sqlString(path)} (FORMAT csv, HEADER ${header})`);
}
