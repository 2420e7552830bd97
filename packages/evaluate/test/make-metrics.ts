import { createHash } from "node:crypto";
import {
  type Comparison,
  type EvalMetrics,
  METRIC_NAMES,
  type Params,
  Params as Schema,
  type SliceMetrics,
} from "@churn/contracts";
import type { Metrics } from "@churn/metrics";

/** Metrics of a good model, but for what the test changes. */
export const makeMetrics = (changed: Partial<Metrics> = {}): Metrics => ({
  accuracy: 0.87123,
  f1_score: 0.7,
  roc_auc: 0.91234,
  precision: 0.75,
  recall: 0.65,
  pr_auc: 0.8,
  log_loss: 0.3,
  brier_score: 0.09,
  calibration_error: 0.02,
  ...changed,
});

export const makeSlice = (name: string, changed: Partial<Metrics> = {}): SliceMetrics => ({
  name,
  rows: 100,
  churners: 20,
  ...makeMetrics(changed),
});

const sha256 = (of: string) => createHash("sha256").update(of).digest("hex");

/** metrics/eval_metrics.json */
export const makeEvalMetrics = (changed: Partial<Metrics> = {}): EvalMetrics => ({
  ...makeMetrics(changed),
  intervals: Object.fromEntries(METRIC_NAMES.map((name) => [name, null])) as EvalMetrics["intervals"],
  rows: 1000,
  churners: 220,
  threshold: 0.5,
  evaluated: { model: sha256("model"), features: sha256("features") },
});

/** metrics/comparison.json; without a difference there is no champion yet. */
export const makeComparison = (difference?: number): Comparison => ({
  status: difference === undefined ? "no champion" : "compared",
  why: difference === undefined ? "no version is in production yet" : null,
  champion: difference === undefined ? null : { version: 3, modelDigest: sha256("champion") },
  customers: { heldOut: 1000, compared: difference === undefined ? 0 : 1000 },
  groups: difference === undefined ? [] : [makeGroup(null, difference), makeGroup("young", 0)],
});

const makeGroup = (slice: string | null, difference: number): Comparison["groups"][number] => ({
  slice,
  rows: 1000,
  churners: 220,
  accuracy: null,
  f1_score: null,
  roc_auc: { challenger: 0.9 + difference, champion: 0.9, difference, standardError: 0.004, lower: -0.1, upper: 0.1 },
  brier_score: null,
});

export const makeParams = (changed: Partial<Params> = {}): Params =>
  Schema.parse({
    dataset: "subscriptions",
    preprocess: { validationFraction: 0.2, testFraction: 0.2 },
    train: {
      seed: 1,
      hiddenUnits: [6],
      activation: "relu",
      piecewiseLinearPieces: 0,
      dropout: 0,
      learningRate: 0.05,
      batchSize: 64,
      epochs: 1,
      patience: 1,
    },
    evaluate: { threshold: 0.5 },
    gate: { subscriptions: { accuracy: 0.85, roc_auc: 0.88, slices: {} } },
    drift: { minRows: 500, significance: 0.01, psi: 0.1 },
    ...changed,
  });
