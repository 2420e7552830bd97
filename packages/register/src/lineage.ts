import {
  type Comparison,
  type Decision,
  type EvalMetrics,
  type GitState,
  type Lineage,
  METRIC_NAMES,
  type MetricName,
  type PipelineParams,
} from "@churn/contracts";
import type { DataPin } from "./data-pin.ts";

type Origin = Pick<Lineage, "modelDigest" | "inputs" | "versions" | "backend" | "machine"> & {
  git: GitState;
  /** md5 of the table that the features were made of. */
  md5: string;
  splitSalt: string;
  pin: DataPin | undefined;
  params: PipelineParams;
  metrics: EvalMetrics;
  decision: Decision;
  comparison: Comparison;
};

/** Where a bundle comes from, and how it was judged. */
export function lineageOf({ md5, splitSalt, pin, metrics, decision, comparison, ...origin }: Origin): Lineage {
  const { modelDigest, git, params, inputs, versions, backend, machine } = origin;
  const pinned = pin?.md5 === md5;
  return {
    modelDigest,
    git,
    data: { md5, pinned, meta: pinned ? pin.meta : {}, splitSalt },
    params,
    inputs,
    metrics: Object.fromEntries(METRIC_NAMES.map((name) => [name, metrics[name]])) as Record<MetricName, number | null>,
    gates: decision.checks,
    comparison: { champion: comparison.champion, status: comparison.status, why: comparison.why },
    evaluated: decision.evaluated,
    versions,
    backend,
    machine,
  };
}
