import { copyFile } from "node:fs/promises";
import { PipelineError } from "@churn/contracts";
import { csvHeader, csvSql, isParquet, parquetSql, sqlName, sqlString, Tables } from "@churn/tables";

/** Copies a table as CSV: a CSV file byte for byte, a Parquet file converted, both without the columns named. */
export async function copyTable(from: string, to: string, without: readonly string[]): Promise<void> {
  if (await isParquet(from)) {
    return Tables.inMemory(async (tables) => {
      const { sql, names } = await parquetSql(tables, from);
      await write(tables, sql, to, kept(names, without, from));
    });
  }
  if (without.length === 0) return copyFile(from, to);
  const header = await csvHeader(from);
  const names = kept(header, without, from);
  return Tables.inMemory(async (tables) => {
    await write(tables, csvSql(from, header), to, names);
    const [broken] = await tables.rows<{ line: string }>("select line from reject_errors order by line limit 1");
    if (!broken) return;
    throw new PipelineError("CHECK_FAILED", {
      what: `line ${broken.line} can't be read, and no row is left out in silence`,
      where: from,
      fix: "mend that line",
    });
  });
}

const write = (tables: Tables, sql: string, to: string, names: readonly string[]) =>
  tables.run(
    `copy (select ${names.map(sqlName).join(", ")} from ${sql}) to ${sqlString(to)} (format csv, header true)`,
  );

function kept(names: readonly string[], without: readonly string[], from: string): string[] {
  const unknown = without.filter((name) => !names.includes(name));
  if (unknown.length === 0) return names.filter((name) => !without.includes(name));
  throw new PipelineError("USAGE_INVALID", {
    what: `${from} has no column ${unknown.join(", ")}; it has ${names.join(", ")}`,
    where: "the command line, --without",
    fix: "name columns of the file, with commas between",
  });
}
