import { z } from "zod";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** signature.json: what may be asked of the model, derived from the dataset contract, and how it decides. */
export const Signature = z.strictObject({
  dataset: z.string(),
  id: z.string(),
  target: z.string(),
  threshold: z.number(),
  inputs: z.array(
    z.strictObject({
      name: z.string(),
      type: z.enum(["integer", "decimal", "category", "flag"]),
      description: z.string(),
      unit: z.string().optional(),
      range: z.tuple([z.number(), z.number()]).optional(),
      categories: z.array(z.string()).optional(),
      /** What a missing value means; absent: a value is required. */
      missing: z.string().optional(),
    }),
  ),
});
export type Signature = z.infer<typeof Signature>;

/** golden.json: customers with the scores that must come back, wherever the bundle runs. */
export const Golden = z.array(
  z.strictObject({ row: z.record(z.string(), z.union([z.string(), z.number(), z.null()])), score: z.number() }),
);
export type Golden = z.infer<typeof Golden>;

/** lineage.json: where a bundle comes from. */
export const Lineage = z.strictObject({
  modelDigest: sha256,
  git: z.strictObject({ commit: z.string().nullable(), branch: z.string().nullable(), dirty: z.boolean() }),
  data: z.strictObject({ md5: z.string(), meta: z.record(z.string(), z.unknown()) }),
  params: z.record(z.string(), z.unknown()),
  /** sha256 of each input of the release, by name. */
  inputs: z.record(z.string(), sha256),
  versions: z.record(z.string(), z.string()),
  backend: z.string(),
});
export type Lineage = z.infer<typeof Lineage>;

/** The version behind `production`, or null before the first promotion. */
export const Champion = z.strictObject({
  champion: z.strictObject({ version: z.int().positive(), modelDigest: sha256 }).nullable(),
});
export type Champion = z.infer<typeof Champion>;
