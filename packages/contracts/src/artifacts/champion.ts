import { z } from "zod";
import { sha256 } from "./sha256.ts";

export const ChampionVersion = z.strictObject({ version: z.int().positive(), modelDigest: sha256 });
export type ChampionVersion = z.infer<typeof ChampionVersion>;

/** champion.json: the version behind `production`, or null before the first promotion. */
export const Champion = z.strictObject({ champion: ChampionVersion.nullable() });
export type Champion = z.infer<typeof Champion>;

/** Two models on the same customers; `difference` is challenger minus champion, `lower` to `upper` its 95 % interval. */
export const Difference = z.strictObject({
  challenger: z.number(),
  champion: z.number(),
  difference: z.number(),
  standardError: z.number(),
  lower: z.number(),
  upper: z.number(),
});
export type Difference = z.infer<typeof Difference>;

/** The metrics that a gate holds a model to; the others are shown. */
export const COMPARED_METRICS = ["roc_auc", "brier_score"] as const;

export const ComparedGroup = z.strictObject({
  /** Null: all compared customers. */
  slice: z.string().nullable(),
  rows: z.int(),
  churners: z.int(),
  /** Null: too few customers of one kind to say anything. Accuracy and F1 score are each at its own threshold. */
  accuracy: Difference.nullable(),
  f1_score: Difference.nullable(),
  roc_auc: Difference.nullable(),
  brier_score: Difference.nullable(),
});
export type ComparedGroup = z.infer<typeof ComparedGroup>;

/** metrics/comparison.json: the new model beside the champion, on held-out customers that neither has trained on. */
export const Comparison = z.strictObject({
  status: z.enum(["compared", "no champion", "not comparable", "not available"]),
  /** Why it was not compared, in words; null when it was. */
  why: z.string().nullable(),
  champion: ChampionVersion.nullable(),
  customers: z.strictObject({ heldOut: z.int(), compared: z.int() }),
  /** All compared customers, then each slice; empty when nothing was compared. */
  groups: z.array(ComparedGroup),
});
export type Comparison = z.infer<typeof Comparison>;

/** Is the new model worse than the champion by more than the tolerance? `passed`: that is not shown. */
export const ChampionCheck = z.strictObject({
  metric: z.enum(COMPARED_METRICS),
  slice: z.string().nullable(),
  difference: z.number(),
  tolerance: z.number(),
  /** Of "worse by the tolerance at most", one-sided; among slices corrected for their number. */
  pValue: z.number(),
  passed: z.boolean(),
});
export type ChampionCheck = z.infer<typeof ChampionCheck>;
