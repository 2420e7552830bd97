import type { ComparedGroup, Difference, EvalMetrics, MetricName } from "@churn/contracts";
import type { Findings } from "./findings.ts";
import { count, details, score, signed, table } from "./markdown.ts";

const SHOWN = [
  ["accuracy", "Accuracy"],
  ["f1_score", "F1"],
  ["roc_auc", "ROC AUC"],
] as const;
const COMPARED = [...SHOWN, ["brier_score", "Brier score (less is better)"]] as const;
const STEPS = 10;

/** The model on held-out customers beside the champion's, or beside what the base has committed. */
export function metricsText({ metrics, comparison, baseMetrics, base, baseIsHere }: Findings): string {
  if (!metrics) return "";
  const held = `${count(metrics.rows)} held-out customers, ${count(metrics.churners)} of whom churned.`;
  if (comparison?.status === "compared" && comparison.champion) {
    const { champion, customers, groups } = comparison;
    const all = groups.find(({ slice }) => slice === null);
    const of = `on ${count(customers.compared)} customers that neither has trained on`;
    return [besideChampion(all), `${held} Beside the champion, version ${champion.version}, ${of}.`].join("\n\n");
  }
  const why = comparison?.why ? `Not compared with a champion: ${comparison.why}.` : "";
  const beside = baseMetrics
    ? `Beside it what ${base} has committed, from a run of its own.`
    : baseIsHere && `${base} has no metrics.`;
  return [besideBase(metrics, baseMetrics, base), [held, why, beside].filter(Boolean).join(" ")].join("\n\n");
}

function besideChampion(all: ComparedGroup | undefined): string {
  const rows = COMPARED.map(([name, title]) => {
    const found = all?.[name];
    if (!found) return [title, "–", "–", "too few", ""];
    return [title, score(found.challenger), score(found.champion), signed(found.difference), range(found)];
  });
  return table(["", "this model", "champion", "difference", "95 %"], rows);
}

function besideBase(metrics: EvalMetrics, before: EvalMetrics | null, base: string): string {
  const rows = SHOWN.map(([name, title]) => {
    const [now, was] = [metrics[name], before?.[name] ?? null];
    const difference = now === null || was === null ? "–" : signed(now - was);
    return [title, withInterval(metrics, name), score(was), difference];
  });
  return table(["", "this model (95 %)", base, "difference"], rows);
}

function withInterval(metrics: EvalMetrics, name: MetricName): string {
  const interval = metrics.intervals[name];
  return interval
    ? `${score(metrics[name])} (${score(interval.lower)} to ${score(interval.upper)})`
    : score(metrics[name]);
}

const range = ({ lower, upper }: Difference) => `${signed(lower)} to ${signed(upper)}`;

export function slicesText({ metrics, slices, comparison }: Findings): string {
  if (!metrics || slices.length === 0) return "";
  const groups = new Map(comparison?.groups.map((group) => [group.slice, group.roc_auc]));
  const isCompared = comparison?.status === "compared";
  const rows = slices.map(({ name, rows, churners, accuracy, recall, roc_auc }) => {
    const found = groups.get(name);
    const beside = found ? `${signed(found.difference)} (${range(found)})` : "too few";
    return [
      name,
      count(rows),
      count(churners),
      ...[accuracy, recall, roc_auc].map(score),
      ...(isCompared ? [beside] : []),
    ];
  });
  const head = ["slice", "customers", "churners", "accuracy", "recall", "ROC AUC"];
  return details("Slices", table([...head, ...(isCompared ? ["ROC AUC minus the champion's (95 %)"] : [])], rows));
}

/** The ROC curve as a chart that GitHub draws by itself. */
export function rocText({ metrics, roc }: Findings): string {
  if (!metrics || roc.length < 2) return "";
  const steps = Array.from({ length: STEPS + 1 }, (_, step) => step / STEPS);
  const curve = steps.map((fpr) => tprAt(roc, fpr).toFixed(3));
  const chart = [
    "```mermaid",
    `%%{init: {"themeVariables": {"xyChart": {"plotColorPalette": "#0969da, #8c959f"}}}}%%`,
    "xychart-beta",
    `  title "ROC curve, area ${score(metrics.roc_auc)}"`,
    `  x-axis "stayers taken for churners" [${steps.map((step) => `"${step.toFixed(1)}"`).join(", ")}]`,
    '  y-axis "churners found" 0 --> 1',
    `  line [${curve.join(", ")}]`,
    `  line [${steps.join(", ")}]`,
    "```",
  ];
  return details("ROC curve", chart.join("\n"));
}

/** Highest share of churners found where at most this share of stayers is taken for churners, between points linear. */
function tprAt(roc: Findings["roc"], fpr: number): number {
  const after = roc.findIndex((point) => point.fpr > fpr);
  if (after < 0) return roc.at(-1)?.tpr ?? 1;
  const [from, to] = [roc[Math.max(0, after - 1)]!, roc[after]!];
  const share = to.fpr > from.fpr ? (fpr - from.fpr) / (to.fpr - from.fpr) : 1;
  return from.tpr + share * (to.tpr - from.tpr);
}
