import {
  ERROR_METRICS,
  type GateCheck,
  type GateParams,
  METRIC_NAMES,
  type MetricName,
  type SliceMetrics,
} from "@churn/contracts";

type Values = Partial<Record<MetricName, unknown>>;
type Bounds = Partial<Record<MetricName, number | undefined>>;

const TITLES: Partial<Record<string, string>> = { roc_auc: "ROC AUC", pr_auc: "PR AUC", f1_score: "F1 score" };

/** Every bound of params.yaml beside the value it is held against. A value that is not a number does not pass. */
export function judge(
  { slices: sliceBounds, ...bounds }: GateParams,
  metrics: Values,
  slices: readonly SliceMetrics[],
): GateCheck[] {
  return [
    ...judgeGroup(bounds, metrics, null),
    ...Object.entries(sliceBounds).flatMap(([name, sliceBound]) => {
      return judgeGroup(sliceBound, slices.find((slice) => slice.name === name) ?? {}, name);
    }),
  ];
}

function judgeGroup(bounds: Bounds, values: Values, slice: string | null): GateCheck[] {
  return METRIC_NAMES.flatMap((metric) => {
    const threshold = bounds[metric];
    if (threshold === undefined) return [];
    const value = Number.isFinite(values[metric]) ? (values[metric] as number) : null;
    const atLeast = !ERROR_METRICS.includes(metric);
    const passed = value !== null && (atLeast ? value >= threshold : value <= threshold);
    return [{ metric, slice, value, threshold, atLeast, passed }];
  });
}

/** `Accuracy 0.8400 below threshold 0.8500` */
export function failure({ metric, slice, value, threshold, atLeast }: GateCheck): string {
  const where = slice === null ? "" : ` in slice ${slice}`;
  const name = title(metric);
  if (value === null) return `${name} is missing or not a number${where}, threshold ${threshold.toFixed(4)}`;
  return `${name} ${value.toFixed(4)} ${atLeast ? "below" : "above"} threshold ${threshold.toFixed(4)}${where}`;
}

function title(metric: string): string {
  const words = metric.replaceAll("_", " ");
  return TITLES[metric] ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** The verdict in the words of the gate: what failed, or what was reached. */
export function verdict(checks: readonly GateCheck[]): { passed: boolean; text: string } {
  const failed = checks.filter((check) => !check.passed);
  if (failed.length > 0) {
    return {
      passed: false,
      text: ["QUALITY GATE FAILED:", ...failed.map((check) => `  - ${failure(check)}`)].join("\n"),
    };
  }
  const short = (metric: string) => (metric === "roc_auc" ? "auc" : metric);
  const reached = checks
    .filter((check) => check.slice === null)
    .map((check) => `${short(check.metric)}=${check.value?.toFixed(4)}`);
  return { passed: true, text: `Quality gates passed: ${reached.join(", ")}` };
}
