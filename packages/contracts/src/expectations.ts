import { z } from "zod";

const share = z.number().min(0).max(1);
const within = { tolerance: z.number().min(0) };

/**
 * What a table of this dataset is known to look like: the part that a contract can't know by itself. Written from the
 * table by `npm run data -- --refresh`, reviewed in the diff.
 */
export const Expectations = z.strictObject({
  dataset: z.string(),
  /** Fewer rows are taken for half a file. */
  minRows: z.int().min(1),
  /** Share of missing values, per feature; absolute tolerance. */
  missingShares: z.record(z.string(), z.strictObject({ share, ...within })),
  /** Share of each value, per category, flag and label; absolute tolerance. */
  shares: z.record(z.string(), z.strictObject({ shares: z.record(z.string(), share), ...within })),
  /** 10 %, 50 % and 90 % quantile, per numeric feature; the tolerance is absolute, in the unit of the column. */
  quantiles: z.record(z.string(), z.strictObject({ p10: z.number(), p50: z.number(), p90: z.number(), ...within })),
  /** First and last as-of date; null where the table has none. */
  asOf: z.strictObject({ first: z.iso.date(), last: z.iso.date() }).nullable(),
  /**
   * How each feature goes with leaving: ROC AUC of a number's size, and of each value and of being missing against the
   * rest; absolute tolerance.
   */
  associations: z.record(z.string(), z.strictObject({ areas: z.record(z.string(), share), ...within })),
  /** Shares of customers that equal another: in all columns, in all but any one, in all but the decimals. */
  twins: z.strictObject({ whole: share, butOne: share, butDecimals: share, rows: z.int().min(1), ...within }),
});
export type Expectations = z.infer<typeof Expectations>;

export const TWIN_KINDS = ["whole", "butOne", "butDecimals"] as const;
export type TwinKind = (typeof TWIN_KINDS)[number];

/** Of which kind a table of so many rows has more twins than expected; a larger one has more of them by chance. */
export function tooManyTwins(
  { rows: before, tolerance, ...expected }: Expectations["twins"],
  found: Readonly<Record<TwinKind, number>>,
  rows: number,
): TwinKind[] {
  const growth = Math.max(1, rows / before);
  return TWIN_KINDS.filter((kind) => found[kind] > expected[kind] * growth + tolerance);
}
