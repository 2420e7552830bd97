import { z } from "zod";

const missing = z.strictObject({ fill: z.number() }).nullable();

const NumericState = z.strictObject({
  kind: z.literal("number"),
  column: z.string(),
  mean: z.number(),
  /** Standard deviation; 1 for a constant column. */
  scale: z.number().positive(),
  /** Stands in for a missing value; an indicator column follows. Null: missing values are refused. */
  missing,
  /** Quantiles 0, 1/32 … 1 of the present values in the training part. */
  quantiles: z.array(z.number()).length(33),
});
const FlagState = z.strictObject({ kind: z.literal("flag"), column: z.string(), missing });
const CategoryState = z.strictObject({
  kind: z.literal("category"),
  column: z.string(),
  categories: z.array(z.string()),
  missing,
});

/** Fitted state: all that turns customers into numbers, without the contract it came from. */
export const TransformerState = z.strictObject({
  dataset: z.string(),
  columns: z.array(z.discriminatedUnion("kind", [NumericState, FlagState, CategoryState])).min(1),
});
export type TransformerState = z.infer<typeof TransformerState>;
export type ColumnState = TransformerState["columns"][number];
export type NumericState = z.infer<typeof NumericState>;
