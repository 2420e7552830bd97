import type { Dataset, NamedSlice, SliceMetrics } from "@churn/contracts";
import { namedSlices } from "@churn/contracts";
import { brokenParquet, parquetColumns, sqlName, sqlString, type Tables } from "@churn/tables";
import { DataFrame } from "danfojs-node";
import { countChurners, evaluate } from "./evaluate.ts";

/** The same metrics for each slice of the contract, over the held-out customers it holds. */
export async function sliceMetrics(
  tables: Tables,
  dataset: Dataset,
  holdout: string,
  yTrue: Float32Array,
  yScore: Float32Array,
  threshold: number,
): Promise<SliceMetrics[]> {
  const slices = namedSlices(dataset);
  if (slices.length === 0) return [];
  await parquetColumns(tables, holdout, [...new Set(slices.map(({ column }) => column))]);
  const rows = slices.map((): number[] => []);
  let offset = 0;
  const members = slices.map((slice) => `coalesce(${memberSql(slice)}, false)::integer`);
  for await (const columns of tables.stream<Int32Array>(
    `select ${members.join(", ")} from read_parquet(${sqlString(holdout)})`,
  )) {
    columns.forEach((column, slice) => {
      for (let i = 0; i < column.length; i++) if (column[i] === 1) rows[slice]?.push(offset + i);
    });
    offset += columns[0]?.length ?? 0;
  }
  if (offset !== yTrue.length) throw brokenParquet(holdout, `it has ${offset} rows, test.parquet ${yTrue.length}`);
  return slices.map(({ name }, slice) => {
    const at = rows[slice] as number[];
    const labels = Float32Array.from(at, (row) => yTrue[row]!);
    const scores = Float32Array.from(at, (row) => yScore[row]!);
    return { name, rows: at.length, churners: countChurners(labels), ...evaluate(labels, scores, threshold) };
  });
}

function memberSql(slice: NamedSlice): string {
  const column = sqlName(slice.column);
  if ("missing" in slice) return `${column} is null`;
  return "below" in slice ? `${column} < ${slice.below}` : `${column}::varchar = ${sqlString(slice.equals)}`;
}

/** The slices as a table for people, the worst ROC AUC first. */
export function sliceTable(slices: readonly SliceMetrics[]): string {
  const round = (value: number | null) => (value === null ? Number.NaN : Math.round(value * 1000) / 1000);
  const columns = slices.map(({ rows, churners, accuracy, recall, roc_auc }) => {
    return { rows, churners, accuracy: round(accuracy), recall: round(recall), roc_auc: round(roc_auc) };
  });
  const frame = new DataFrame(columns, {
    index: slices.map((slice) => slice.name),
    config: { tableMaxRow: slices.length, tableDisplayConfig: PLAIN_TABLE },
  });
  return (frame.sortValues("roc_auc") as DataFrame).toString().trimEnd();
}

const PLAIN_TABLE = {
  columns: {},
  columnDefault: { paddingLeft: 0, paddingRight: 2 },
  border: { bodyLeft: "  ", bodyRight: "", bodyJoin: "" },
  drawHorizontalLine: () => false,
};
