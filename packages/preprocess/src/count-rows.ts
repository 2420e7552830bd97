import { join } from "node:path";
import { FEATURE_FILES, type Split, type Validation } from "@churn/contracts";
import { sqlString, type Tables } from "@churn/tables";

/** How many rows came in, were rejected and why, and stand in the files that were written: counted there. */
export async function countRows(
  tables: Tables,
  { dataset, data, rows }: Pick<Validation, "dataset" | "data" | "rows">,
  folder: string,
): Promise<Split> {
  const reasons = await tables.rows<{ reason: string; rows: number }>(
    `select error_type as reason, count(distinct line)::integer as rows from reject_errors group by error_type`,
  );
  const written = async (file: keyof typeof FEATURE_FILES) => {
    const path = sqlString(join(folder, FEATURE_FILES[file]));
    const [found] = await tables.rows<{ rows: number }>(`select count(*)::integer as rows from read_parquet(${path})`);
    return found?.rows as number;
  };
  return {
    dataset,
    md5: data.md5,
    rows: {
      in: rows,
      train: await written("train"),
      val: await written("val"),
      test: await written("test"),
      rejected: reasons.reduce((sum, reason) => sum + reason.rows, 0),
    },
    reasons: Object.fromEntries(reasons.map(({ reason, rows }) => [reason, rows])),
  };
}

/** Rows in must be rows out and rows rejected. */
export function lostRows({ rows }: Pick<Split, "rows">): string[] {
  const out = rows.train + rows.val + rows.test;
  if (rows.in === out + rows.rejected) return [];
  return [`${rows.in} rows came in and ${out} were written, ${rows.rejected} were rejected: the rest is lost`];
}
