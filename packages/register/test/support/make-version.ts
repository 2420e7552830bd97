import { type Lineage, METRIC_NAMES } from "@churn/contracts";
import type { ModelVersion } from "@churn/registry";
import { tinyParams } from "./tiny-dataset.ts";

export const makeVersion = (version: number, changes: Partial<ModelVersion> = {}): ModelVersion => ({
  version,
  modelDigest: String(version).repeat(64),
  releaseDigest: "f".repeat(64),
  registeredAt: "2026-01-31T12:34:56.000Z",
  registeredBy: "ada",
  dataset: "tiny",
  metrics: { accuracy: 0.91234, f1_score: null, roc_auc: null },
  gates: [{ metric: "accuracy", slice: null, value: 0.9, threshold: 0.85, atLeast: true, passed: true }],
  dvcLock: "d".repeat(64),
  git: { commit: "0123456789abcdef", branch: "main", dirty: false },
  alsoBuiltBy: [],
  alsoCompared: [],
  ...changes,
});

export const makeLineage = (changes: Partial<Lineage> = {}): Lineage => ({
  modelDigest: "1".repeat(64),
  git: { commit: "0123456789abcdef", branch: "main", dirty: false },
  data: { md5: "0".repeat(32), pinned: true, meta: { as_of: "2026-06-30" }, splitSalt: "tiny" },
  params: tinyParams,
  inputs: { model: "b".repeat(64) },
  metrics: { ...(Object.fromEntries(METRIC_NAMES.map((name) => [name, 0.9])) as Lineage["metrics"]), f1_score: null },
  gates: makeVersion(1).gates,
  comparison: { champion: null, status: "no champion", why: "none yet" },
  evaluated: { model: "b".repeat(64), features: "c".repeat(64) },
  versions: { node: "24.0.0" },
  backend: "native",
  machine: { platform: "linux-x64", cpu: "a processor", flags: ["avx2", "fma"] },
  ...changes,
});
