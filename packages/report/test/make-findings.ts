import type { EvalMetrics, Params } from "@churn/contracts";
import type { Findings } from "../src/findings.ts";

export const params = {
  dataset: "shop",
  train: { seed: 1, hiddenUnits: [8, 4], dropout: 0 },
  gate: { shop: { accuracy: 0.8, roc_auc: 0.85, slices: { rare: { recall: 0.5 } } } },
} as unknown as Params;

export const metrics = {
  accuracy: 0.84,
  f1_score: 0.7,
  roc_auc: 0.91,
  intervals: { accuracy: { lower: 0.82, upper: 0.86 }, f1_score: null, roc_auc: { lower: 0.9, upper: 0.92 } },
  rows: 4000,
  churners: 900,
} as unknown as EvalMetrics;

const check = { metric: "accuracy", slice: null, value: 0.84, threshold: 0.8, atLeast: true, passed: true };
export const decision = {
  passed: true,
  checks: [check, { ...check, metric: "recall", slice: "rare", value: 0.6, threshold: 0.5 }],
  championChecks: [],
} as unknown as NonNullable<Findings["decision"]>;

const difference = {
  challenger: 0.91,
  champion: 0.9,
  difference: 0.01,
  standardError: 0.002,
  lower: 0.006,
  upper: 0.014,
};
export const compared: NonNullable<Findings["comparison"]> = {
  status: "compared",
  why: null,
  champion: { version: 3, modelDigest: "d".repeat(64) },
  customers: { heldOut: 4000, compared: 3900 },
  groups: [
    {
      slice: null,
      rows: 3900,
      churners: 880,
      accuracy: { ...difference, challenger: 0.84, champion: 0.83 },
      f1_score: difference,
      roc_auc: difference,
      brier_score: { ...difference, difference: -0.002 },
    },
    { slice: "rare", rows: 30, churners: 10, accuracy: null, f1_score: null, roc_auc: null, brier_score: null },
  ],
};

/** A run that passed, beside a main that had the same of everything. */
export const makeFindings = (other: Partial<Findings> = {}): Findings => ({
  base: "main",
  baseIsHere: true,
  params,
  metrics,
  slices: [
    { name: "rare", rows: 30, churners: 10, accuracy: 0.8, recall: 0.6, roc_auc: 0.88 },
  ] as unknown as Findings["slices"],
  comparison: {
    ...compared,
    status: "no champion",
    why: "no version is in production yet",
    champion: null,
    groups: [],
  },
  decision,
  baseMetrics: { ...metrics, accuracy: 0.85 },
  baseParams: params,
  testsFailed: false,
  stopped: null,
  minimum: { accuracy: 0.8, roc_auc: 0.85 },
  pin: { md5: "a".repeat(32), size: 1000, meta: { as_of: "2026-06-30" } },
  basePin: { md5: "a".repeat(32), size: 1000, meta: { as_of: "2026-06-30" } },
  behind: [],
  roc: [
    { fpr: 0, tpr: 0 },
    { fpr: 0.1, tpr: 0.8 },
    { fpr: 1, tpr: 1 },
  ],
  links: [],
  ...other,
});
