import { boundsOf, type GateCheck, type GateParams, type MetricName, type SliceMetrics } from "@churn/contracts";

type Values = Partial<Record<MetricName, unknown>>;

const TITLES: Partial<Record<string, string>> = { roc_auc: "ROC AUC", pr_auc: "PR AUC", f1_score: "F1 score" };

/** Every bound of params.yaml beside the value it is held against. A value that is not a number does not pass. */
export function judge(gates: GateParams, metrics: Values, slices: readonly SliceMetrics[]): GateCheck[] {
  return boundsOf(gates).map((bound) => {
    const { metric, slice, threshold, atLeast } = bound;
    const values: Values = slice === null ? metrics : (slices.find(({ name }) => name === slice) ?? {});
    const value = Number.isFinite(values[metric]) ? (values[metric] as number) : null;
    return { ...bound, value, passed: value !== null && (atLeast ? value >= threshold : value <= threshold) };
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
