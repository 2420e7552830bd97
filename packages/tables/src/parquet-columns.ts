import { PipelineError } from "@churn/contracts";
import { sqlString } from "./sql.ts";
import type { Tables } from "./tables.ts";

/**
 * Types of a Parquet file's columns by name, in the order of the file.
 *
 * @param needed - columns that must be there
 * @throws PipelineError ARTIFACT_INVALID for a file that is cut short, is something else or lacks a column
 */
export async function parquetColumns(
  tables: Tables,
  path: string,
  needed: readonly string[] = [],
): Promise<ReadonlyMap<string, string>> {
  const described = await tables
    .rows<{ column_name: string; column_type: string }>(`describe select * from read_parquet(${sqlString(path)})`)
    .catch((cause) => {
      throw brokenParquet(path, "it is cut short, or something else", cause);
    });
  const columns = new Map(described.map(({ column_name, column_type }) => [column_name, column_type]));
  const missing = needed.filter((name) => !columns.has(name));
  if (missing.length === 0) return columns;
  throw brokenParquet(path, `it has no column ${missing.join(", ")}`);
}

export const brokenParquet = (path: string, why: string, cause?: unknown): PipelineError =>
  new PipelineError("ARTIFACT_INVALID", {
    what: `${path} is not the Parquet file that preprocess writes: ${why}`,
    where: path,
    fix: "run `npm run preprocess`, which writes it anew",
    cause,
  });
