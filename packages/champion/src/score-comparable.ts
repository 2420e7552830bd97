import type { Scorer } from "@churn/bundle";
import type { ColumnState } from "@churn/contracts";
import { FeatureTransformer } from "@churn/features";
import { numberSql, parquetColumns, splitHashSql, splitPlaceSql, sqlName, sqlString, type Tables } from "@churn/tables";

/** Which customers a model has never seen. */
export type HeldOut = { readonly salt: string; readonly id: string; readonly testFraction: number };

/** Places in the file, ascending, and the scores there: shape [rows] each. */
export type ScoredRows = { readonly rows: readonly number[]; readonly yScore: Float32Array };

/** Scores the customers of a Parquet file that a model has never seen and can score. */
export async function scoreComparable(
  tables: Tables,
  path: string,
  scorer: Scorer,
  { salt, id, testFraction }: HeldOut,
): Promise<ScoredRows> {
  await parquetColumns(tables, path, [id]);
  return scoreCustomers(tables, path, scorer, `${splitPlaceSql(splitHashSql(salt, id))} < ${testFraction}`);
}

/**
 * Scores the customers of a Parquet file that a model can score: with its own transformer, and none with a category
 * that it does not know or without a value that it needs.
 *
 * @param where - SQL: which customers
 */
export async function scoreCustomers(
  tables: Tables,
  path: string,
  { state, model }: Scorer,
  where = "true",
): Promise<ScoredRows> {
  await parquetColumns(
    tables,
    path,
    state.columns.map(({ column }) => column),
  );
  const transformer = new FeatureTransformer(state);
  const conditions = [where, ...state.columns.map(isScorable)];
  const columns = state.columns.map((column) => {
    return numberSql(column.column, column.kind === "category" ? { ...column, type: "category" } : { type: "decimal" });
  });
  const rows: number[] = [];
  const scores: Float32Array[] = [];
  for await (const [places, ...values] of tables.stream(
    `select file_row_number::double, ${columns.join(", ")}
     from read_parquet(${sqlString(path)}, file_row_number = true)
     where ${conditions.join(" and ")} order by file_row_number`,
  )) {
    rows.push(...(places as Float64Array));
    const batch = Object.fromEntries(state.columns.map(({ column }, i) => [column, values[i] as Float64Array]));
    scores.push(model.predict(transformer.transform(batch)));
  }
  const yScore = new Float32Array(rows.length);
  let start = 0;
  for (const part of scores) {
    yScore.set(part, start);
    start += part.length;
  }
  return { rows, yScore };
}

/** SQL: the model can read the column's value. */
function isScorable(state: ColumnState): string {
  const value = sqlName(state.column);
  const ifMissing = state.missing ? "true" : "false";
  if (state.kind === "number") return state.missing ? "true" : `${value} is not null`;
  const known = state.kind === "flag" ? "0, 1" : state.categories.map(sqlString).join(", ");
  return `coalesce(${value} in (${known}), ${ifMissing})`;
}
