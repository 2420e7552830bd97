import { z } from "zod";
import type { FeatureColumn } from "../dataset.ts";
import { Comparison } from "./champion.ts";
import { GateCheck } from "./decision.ts";
import { EvalMetrics, METRIC_NAMES, type MetricName } from "./evaluation.ts";
import { sha256 } from "./sha256.ts";

/** Under this name the model is registered; `npm run init` changes it. */
export const MODEL_NAME = "churn";

/** The files of a bundle that make its predictions and prove them; modelDigest is taken over these. */
export const PREDICTING_FILES = [
  "golden.json",
  "model.json",
  "reference.json",
  "signature.json",
  "transformer.json",
  "weights.bin",
] as const;
/** Where the bundle comes from and what may be expected of it; releaseDigest is taken over these too. */
export const DOCUMENT_FILES = ["MODEL_CARD.md", "lineage.json"] as const;
export const RELEASE_FILES = [...PREDICTING_FILES, ...DOCUMENT_FILES] as const;

/** What a request or a row may hold in one column. */
export const SignatureInput = z.strictObject({
  name: z.string(),
  type: z.enum(["integer", "decimal", "category", "flag"]),
  description: z.string(),
  unit: z.string().optional(),
  /** Inclusive. */
  range: z.tuple([z.number(), z.number()]).optional(),
  categories: z.array(z.string()).optional(),
  /** What a missing value means; absent: a value is required. */
  missing: z.string().optional(),
});
export type SignatureInput = z.infer<typeof SignatureInput>;

/** An input as a column of a table that holds it. */
export function columnOfInput({ type, description, unit = "", range, categories = [] }: SignatureInput): FeatureColumn {
  const feature = { role: "feature", description } as const;
  if (type === "category") return { ...feature, type, categories };
  if (type === "flag") return { ...feature, type };
  return { ...feature, type, unit, range: range ?? [-Number.MAX_VALUE, Number.MAX_VALUE] };
}

/** signature.json: what may be asked of the model, derived from the dataset contract, and how it decides. */
export const Signature = z.strictObject({
  dataset: z.string(),
  id: z.string(),
  target: z.string(),
  /** Probability from which on the decision is "will churn". */
  threshold: z.number(),
  inputs: z.array(SignatureInput).min(1),
});
export type Signature = z.infer<typeof Signature>;

/** How far a score may be from the one in golden.json, or from another path to the same score. */
export const SCORE_TOLERANCE = 1e-6;

/** golden.json: customers, without id and label, with the scores that must come back wherever the bundle runs. */
export const Golden = z
  .array(z.strictObject({ row: z.record(z.string(), z.union([z.string(), z.number(), z.null()])), score: z.number() }))
  .min(1);
export type Golden = z.infer<typeof Golden>;

/** The state of the working tree. `dirty`: its files are not those of `commit`, or there is no commit. */
export const GitState = z.strictObject({
  commit: z.string().nullable(),
  /** Null: detached, or no repository. */
  branch: z.string().nullable(),
  dirty: z.boolean(),
});
export type GitState = z.infer<typeof GitState>;

const metric = z.number().nullable();

/** lineage.json: where a bundle comes from, and how it was judged. */
export const Lineage = z.strictObject({
  modelDigest: sha256,
  git: GitState,
  /** `pinned`: data.dvc names these bytes; `meta` is then what it says about them. */
  data: z.strictObject({
    md5: z.string(),
    pinned: z.boolean(),
    meta: z.record(z.string(), z.unknown()),
    /** With params.preprocess it tells of every customer whether the model has seen it. */
    splitSalt: z.string(),
  }),
  params: z.record(z.string(), z.unknown()),
  /** sha256 of each input of the release, by name. */
  inputs: z.record(z.string(), sha256),
  metrics: z.strictObject(
    Object.fromEntries(METRIC_NAMES.map((name) => [name, metric])) as Record<MetricName, typeof metric>,
  ),
  gates: z.array(GateCheck).min(1),
  comparison: Comparison.pick({ champion: true, status: true, why: true }),
  evaluated: EvalMetrics.shape.evaluated,
  versions: z.record(z.string(), z.string()),
  /** Of TensorFlow.js, in the run that scored the golden rows. */
  backend: z.enum(["native", "wasm"]),
  /** Other machines may sum floating-point numbers in another order; `flags`: vector instructions, where known. */
  machine: z.strictObject({ platform: z.string(), cpu: z.string(), flags: z.array(z.string()) }),
});
export type Lineage = z.infer<typeof Lineage>;
