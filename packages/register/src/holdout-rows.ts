import { type Dataset, featureColumns, targetColumn } from "@churn/contracts";
import type { CustomerRow } from "@churn/features";
import { parquetColumns, sqlName, sqlString, type Tables } from "@churn/tables";
import { type Candidate, chooseGolden, goldenKinds } from "./golden.ts";

/** Beside the first customer of each kind, the first ones of all. */
const FIRST = 8;

/** Held-out customers for golden rows: as they are in the table, and their features as evaluate saw them. */
export async function holdoutRows(
  tables: Tables,
  dataset: Dataset,
  paths: { holdout: string; test: string },
): Promise<{ rows: CustomerRow[]; x: Float32Array }> {
  const source = (path: string) => `read_parquet(${sqlString(path)}, file_row_number = true)`;
  const at = (places: number[]) => `where file_row_number in (${places.join(", ")}) order by file_row_number`;
  await parquetColumns(tables, paths.holdout, Object.keys(dataset.columns));
  await parquetColumns(tables, paths.test, [targetColumn(dataset).name]);
  const target = targetColumn(dataset).name;
  const places = chooseGolden(...(await candidates(tables, goldenKinds(dataset, target), source(paths.holdout))));
  if (places.length === 0) return { rows: [], x: new Float32Array() };

  const names = featureColumns(dataset).map((column) => sqlName(column.name));
  const rows = await tables.rows<CustomerRow>(`select ${names.join(", ")} from ${source(paths.holdout)} ${at(places)}`);
  const features = await tables.rows<Record<string, number>>(
    `select * exclude (file_row_number, ${sqlName(target)}) from ${source(paths.test)} ${at(places)}`,
  );
  return { rows, x: Float32Array.from(features.flatMap((row) => Object.values(row))) };
}

/** The first customer of each kind and the first of all, each with the kinds it is of. */
async function candidates(tables: Tables, kinds: string[], source: string): Promise<[number, Candidate[]]> {
  const firsts = kinds.map((kind, i) => `(min(file_row_number) filter (where ${kind}))::integer as k${i}`);
  const [first] = await tables.rows<Record<string, number | null>>(`select ${firsts.join(", ")} from ${source}`);
  const places = new Set([
    ...Object.values(first ?? {}).filter((place) => place !== null),
    ...Array.from({ length: FIRST }, (_, place) => place),
  ]);
  const flags = kinds.map((kind, i) => `coalesce(${kind}, false) as k${i}`);
  const found = await tables.rows<Record<string, boolean> & { place: number }>(
    `select file_row_number::integer as place, ${flags.join(", ")} from ${source}
     where file_row_number in (${[...places].join(", ")})`,
  );
  const kindsOf = (row: Record<string, unknown>) => kinds.flatMap((_, i) => (row[`k${i}`] === true ? [i] : []));
  return [kinds.length, found.map((row) => ({ place: row.place, kinds: kindsOf(row) }))];
}
