import { z } from "zod";

/** NaN and Infinity are not JSON: a metric that can't be computed is null, and no gate passes on null. */
const metric = z.number().nullable();
const interval = z.strictObject({ lower: z.number(), upper: z.number() }).nullable();

export const METRIC_NAMES = [
  "accuracy",
  "f1_score",
  "roc_auc",
  "precision",
  "recall",
  "pr_auc",
  "log_loss",
  "brier_score",
  "calibration_error",
] as const;
export type MetricName = (typeof METRIC_NAMES)[number];
/** The metrics of which less is better. */
export const ERROR_METRICS: readonly MetricName[] = ["log_loss", "brier_score", "calibration_error"];

const metrics = Object.fromEntries(METRIC_NAMES.map((name) => [name, metric])) as Record<MetricName, typeof metric>;
const intervals = Object.fromEntries(METRIC_NAMES.map((name) => [name, interval])) as Record<
  MetricName,
  typeof interval
>;

/** metrics/eval_metrics.json: what the model does on held-out customers. */
export const EvalMetrics = z.strictObject({
  ...metrics,
  /** 95 % intervals; null where there is none with a sound method. */
  intervals: z.strictObject(intervals),
  rows: z.int(),
  churners: z.int(),
  threshold: z.number(),
  /** sha256 over the bytes that were judged: the network, and all that preprocess wrote. */
  evaluated: z.strictObject({ model: z.string(), features: z.string() }),
});
export type EvalMetrics = z.infer<typeof EvalMetrics>;

export const SliceMetrics = z.strictObject({ name: z.string(), rows: z.int(), churners: z.int(), ...metrics });
export type SliceMetrics = z.infer<typeof SliceMetrics>;
/** metrics/slices.json */
export const Slices = z.array(SliceMetrics);
