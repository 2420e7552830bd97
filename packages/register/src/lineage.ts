import {
  type Decision,
  type EvalMetrics,
  type GitState,
  type Lineage,
  METRIC_NAMES,
  type MetricName,
  type Params,
} from "@churn/contracts";
import type { DataPin } from "./data-pin.ts";

type Origin = Pick<Lineage, "modelDigest" | "inputs" | "versions" | "backend" | "machine"> & {
  git: GitState;
  /** md5 of the table that the features were made of. */
  md5: string;
  pin: DataPin | undefined;
  params: Params;
  metrics: EvalMetrics;
  decision: Decision;
};

/** Where a bundle comes from, and how it was judged. */
export function lineageOf({ md5, pin, metrics, decision, ...origin }: Origin): Lineage {
  const { modelDigest, git, params, inputs, versions, backend, machine } = origin;
  const pinned = pin?.md5 === md5;
  return {
    modelDigest,
    git,
    data: { md5, pinned, meta: pinned ? pin.meta : {} },
    params,
    inputs,
    metrics: Object.fromEntries(METRIC_NAMES.map((name) => [name, metrics[name]])) as Record<MetricName, number | null>,
    gates: decision.checks,
    evaluated: decision.evaluated,
    versions,
    backend,
    machine,
  };
}
