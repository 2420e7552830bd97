import { ERROR_METRICS, METRIC_NAMES, type MetricName } from "./artifacts/evaluation.ts";
import type { GateParams } from "./params.ts";

export type Bound = {
  readonly metric: MetricName;
  /** Null: all held-out customers. */
  readonly slice: string | null;
  readonly threshold: number;
  readonly atLeast: boolean;
};

/** Every bound of a gate that a model is held to by itself, one by one. */
export function boundsOf({ slices, ...all }: GateParams): Bound[] {
  const groups = [
    { slice: null, bounds: all },
    ...Object.entries(slices).map(([slice, bounds]) => ({ slice, bounds })),
  ];
  return groups.flatMap(({ slice, bounds }) =>
    METRIC_NAMES.flatMap((metric) => {
      const threshold = bounds[metric];
      return threshold === undefined ? [] : [{ metric, slice, threshold, atLeast: !ERROR_METRICS.includes(metric) }];
    }),
  );
}
