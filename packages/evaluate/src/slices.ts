import type { Dataset, SliceMetrics } from "@churn/contracts";
import { countChurners, evaluate } from "@churn/metrics";
import { sliceRows, type Tables, valuesAt } from "@churn/tables";
import { plainTable } from "./plain-table.ts";

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
    const labels = valuesAt(yTrue, rows);
    const scores = valuesAt(yScore, rows);
    return { name, rows: rows.length, churners: countChurners(labels), ...evaluate(labels, scores, threshold) };
  });
}

/** The slices as a table for people, the worst ROC AUC first, those without one last. */
export function sliceTable(slices: readonly SliceMetrics[]): string {
  const shown = (value: number | null) => value?.toFixed(3) ?? "–";
  const rows = slices
    .toSorted((a, b) => (a.roc_auc ?? 2) - (b.roc_auc ?? 2))
    .map((s) => [s.name, s.rows, s.churners, shown(s.accuracy), shown(s.recall), shown(s.roc_auc)]);
  const head = ["slice", "rows", "churners", "accuracy", "recall", "roc_auc"];
  return plainTable(head, rows);
}
