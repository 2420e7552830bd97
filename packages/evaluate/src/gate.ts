import {
  boundsOf,
  type ChampionCheck,
  type Comparison,
  type GateCheck,
  type GateParams,
  type MetricName,
  type SliceMetrics,
} from "@churn/contracts";

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

/** `ROC AUC 0.0210 worse than the champion, tolerated 0.0050 (p = 0.0003)` */
function worse({ metric, slice, difference, tolerance, pValue }: ChampionCheck): string {
  const where = slice === null ? "" : ` in slice ${slice}`;
  const p = pValue < 0.0001 ? "p < 0.0001" : `p = ${pValue.toFixed(4)}`;
  return `${title(metric)} ${Math.abs(difference).toFixed(4)} worse than the champion${where}, tolerated ${tolerance.toFixed(4)} (${p})`;
}

/** The verdict in the words of the gate: what failed, or what was reached. */
export function verdict(
  checks: readonly GateCheck[],
  championChecks: readonly ChampionCheck[] = [],
): { passed: boolean; text: string } {
  const failures = [
    ...checks.filter((check) => !check.passed).map(failure),
    ...championChecks.filter((check) => !check.passed).map(worse),
  ];
  if (failures.length > 0) {
    return { passed: false, text: ["QUALITY GATE FAILED:", ...failures.map((line) => `  - ${line}`)].join("\n") };
  }
  const short = (metric: string) => (metric === "roc_auc" ? "auc" : metric);
  const reached = checks
    .filter((check) => check.slice === null)
    .map((check) => `${short(check.metric)}=${check.value?.toFixed(4)}`);
  return { passed: true, text: `Quality gates passed: ${reached.join(", ")}` };
}

/** How the champion took part in a verdict that said yes. */
export function championLine({ champion, status, why }: Comparison, checks: readonly ChampionCheck[]): string {
  if (champion === null) return "No champion to compare with yet";
  const named = `the champion, version ${champion.version}`;
  if (status !== "compared") return `Not compared with ${named}: ${why}`;
  if (checks.length === 0) return `Not held against ${named}: params.yaml sets no tolerance, or too few were compared`;
  return `Not shown to be worse than ${named}, by more than is tolerated: ${checks.length} comparisons`;
}
