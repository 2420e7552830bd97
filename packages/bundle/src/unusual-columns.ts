import type { Reference, TransformerState } from "@churn/contracts";
import type { CustomerRow } from "@churn/features";

/** A value that fewer of the training customers had is one that the model has hardly seen. */
const HARDLY_SEEN = 0.001;

/**
 * Columns whose value is allowed but hardly seen in training, made once per bundle. A number is unusual outside of the
 * smallest and the largest of the training part (of its first 100,000 rows, which is what transformer.json knows); a
 * category, a flag or a missing value when fewer than 1 in 1,000 training customers had it.
 *
 * @returns names in the order of the inputs; the row is one that passed its check
 */
export function unusualColumns(state: TransformerState, reference: Reference): (row: CustomerRow) => string[] {
  const rules = state.columns.map((column) => {
    const seen = reference.columns[column.column];
    const rarelyMissing = seen !== undefined && seen.missingShare < HARDLY_SEEN;
    if (column.kind === "number") {
      const [low, high] = [column.quantiles[0] as number, column.quantiles.at(-1) as number];
      return { name: column.column, rarelyMissing, isUnusual: (value: unknown) => isOutside(value, low, high) };
    }
    const shares = seen?.shares ?? [];
    const rare = new Set((seen?.categories ?? []).filter((_, i) => (shares[i] ?? 0) < HARDLY_SEEN));
    return { name: column.column, rarelyMissing, isUnusual: (value: unknown) => rare.has(String(value)) };
  });
  return (row) => {
    const names: string[] = [];
    for (const { name, rarelyMissing, isUnusual } of rules) {
      const value = row[name];
      if (value === null || value === undefined ? rarelyMissing : isUnusual(value)) names.push(name);
    }
    return names;
  };
}

const isOutside = (value: unknown, low: number, high: number) => (value as number) < low || (value as number) > high;
