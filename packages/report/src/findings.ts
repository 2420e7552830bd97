import type { Comparison, Decision, EvalMetrics, Params, SliceMetrics } from "@churn/contracts";

/** All that the report tells of, as far as a run came; null: it did not come so far, or it is not known. */
export type Findings = {
  /** How the commit beside which the model is shown is called. */
  readonly base: string;
  /** false: git has no such commit, and nothing is known of it. */
  readonly baseIsHere: boolean;
  readonly params: Params;
  readonly metrics: EvalMetrics | null;
  readonly slices: readonly SliceMetrics[];
  readonly comparison: Comparison | null;
  readonly decision: Decision | null;
  /** What the base has committed, as it is in its files. */
  readonly baseMetrics: EvalMetrics | null;
  readonly baseParams: unknown;
  /** Unit tests, which come before training. */
  readonly testsFailed: boolean;
  /** The stage that stopped the run, and what it said. */
  readonly stopped: { readonly stage: string; readonly message: string } | null;
  /** Bounds that the workflow sets besides params.yaml. */
  readonly minimum: { readonly accuracy?: number | undefined; readonly roc_auc?: number | undefined };
  readonly pin: Pin | null;
  readonly basePin: Pin | null;
  /** Where the committed dvc.lock is behind. */
  readonly behind: readonly string[];
  /** Points of the ROC curve, from (0, 0) to (1, 1). */
  readonly roc: readonly { readonly fpr: number; readonly tpr: number }[];
  readonly links: readonly { readonly name: string; readonly url: string }[];
};
export type Pin = { readonly md5: string; readonly size: number; readonly meta: Readonly<Record<string, unknown>> };
