import { z } from "zod";
import { DriftParams } from "../params.ts";
import { EvalMetrics, METRIC_NAMES, SliceMetrics } from "./evaluation.ts";
import { sha256 } from "./sha256.ts";

const share = z.number().min(0).max(1);

export const DRIFT_KINDS = ["distribution", "missing", "unknown", "outside", "label"] as const;

/** One comparison of the customers of today with the reference. */
export const DriftCheck = z.strictObject({
  /** Null: the score. */
  feature: z.string().nullable(),
  /** `unknown`: a value that is not of the column's type, or a new category; `outside`: of its range; `label`: who left. */
  kind: z.enum(DRIFT_KINDS),
  /** Shares of the rows, before and now; null for a distribution. */
  reference: share.nullable(),
  current: share.nullable(),
  psi: z.number(),
  /** Corrected for the number of checks (Holm). */
  pValue: share,
  /** The difference is shown, and large. */
  drifted: z.boolean(),
});
export type DriftCheck = z.infer<typeof DriftCheck>;

/** Shares of the present values per bin, before and now. `feature` null: the score. */
export const DriftDistribution = z.strictObject({
  feature: z.string().nullable(),
  bins: z.array(z.strictObject({ bin: z.string(), reference: share, current: share })),
  /** Values that are none of the column's, the most frequent first. */
  unknown: z.array(z.strictObject({ value: z.string(), rows: z.int() })),
});
export type DriftDistribution = z.infer<typeof DriftDistribution>;

/** What the model does on customers whose label came back. */
export const LabelledGroup = z.strictObject({
  ...SliceMetrics.omit({ name: true }).shape,
  /** Null: all of them. */
  slice: z.string().nullable(),
  /** 95 % intervals; null: too few customers of one kind. */
  intervals: EvalMetrics.shape.intervals.nullable(),
  /** Metrics whose whole interval lies beyond the gate that the model had passed. */
  failed: z.array(z.enum(METRIC_NAMES)),
});
export type LabelledGroup = z.infer<typeof LabelledGroup>;

/** artifacts/drift/drift.json */
export const DriftReport = z.strictObject({
  verdict: z.enum(["drift", "no drift", "not enough rows"]),
  /** In words, one for each thing that drifted. */
  why: z.array(z.string()),
  thresholds: DriftParams,
  reference: z.strictObject({
    dataset: z.string(),
    modelDigest: sha256,
    /** Null: a bundle that was named by its folder. */
    version: z.int().positive().nullable(),
    rows: z.int(),
  }),
  current: z.strictObject({
    source: z.string(),
    kind: z.enum(["table", "requests"]),
    rows: z.int(),
    /** Lines that are no row. */
    broken: z.int(),
    /** Rows that the model can score. */
    scored: z.int(),
  }),
  /** Empty when there are not enough rows. */
  checks: z.array(DriftCheck),
  distributions: z.array(DriftDistribution),
  /** Null: no label came back. */
  performance: z.array(LabelledGroup).nullable(),
});
export type DriftReport = z.infer<typeof DriftReport>;

/** GitHub's `event_type` of the repository_dispatch that asks for a retrain. */
export const DRIFT_EVENT = "drift-detected";

/** Its `client_payload`: the sender may be anybody with a token, so the workflow that receives it checks it too. */
export const DriftPayload = z.strictObject({
  modelDigest: sha256,
  version: z.int().positive().nullable(),
  rows: z.int().positive(),
  at: z.iso.datetime(),
  why: z.array(z.string().max(200)).min(1).max(20),
});
export type DriftPayload = z.infer<typeof DriftPayload>;
