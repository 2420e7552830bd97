import type { Dataset, SliceMetrics } from "@churn/contracts";
import { countChurners, evaluate } from "@churn/metrics";
import { sliceRows, type Tables } from "@churn/tables";
import { frameText } from "./frame-text.ts";

/** The same metrics for each slice of the contract, over the held-out customers it holds. */
export async function sliceMetrics(
  tables: Tables,
  dataset: Dataset,
  holdout: string,
  yTrue: Float32Array,
  yScore: Float32Array,
  threshold: number,
): Promise<SliceMetrics[]> {
  return (await sliceRows(tables, dataset, holdout)).map(({ name, rows }) => {
    const labels = Float32Array.from(rows, (row) => yTrue[row]!);
    const scores = Float32Array.from(rows, (row) => yScore[row]!);
    return { name, rows: rows.length, churners: countChurners(labels), ...evaluate(labels, scores, threshold) };
  });
}

/** The slices as a table for people, the worst ROC AUC first, those without one last. */
export function sliceTable(slices: readonly SliceMetrics[]): string {
  const round = (value: number | null) => (value === null ? Number.NaN : Math.round(value * 1000) / 1000);
  const ordered = slices.toSorted((a, b) => (a.roc_auc ?? 2) - (b.roc_auc ?? 2)); // danfo does not sort around NaN
  const columns = ordered.map(({ rows, churners, accuracy, recall, roc_auc }) => {
    return { rows, churners, accuracy: round(accuracy), recall: round(recall), roc_auc: round(roc_auc) };
  });
  return frameText(
    columns,
    ordered.map((slice) => slice.name),
  );
}
