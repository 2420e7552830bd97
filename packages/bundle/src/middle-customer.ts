import type { Reference, TransformerState } from "@churn/contracts";
import type { CustomerRow } from "@churn/features";

/** The customer in the middle of the training part: the median of each number, the most frequent of all else. */
export function middleCustomer({ columns }: TransformerState, reference: Reference): CustomerRow {
  return Object.fromEntries(
    columns.map((column) => {
      if (column.kind === "number") return [column.column, column.quantiles[16] as number];
      const shares = reference.columns[column.column]?.shares ?? [];
      const place = Math.max(0, shares.indexOf(Math.max(...shares)));
      return [column.column, column.kind === "flag" ? place : (column.categories[place] ?? null)];
    }),
  );
}
