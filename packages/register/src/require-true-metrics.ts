import { type EvalMetrics, METRIC_NAMES, PipelineError, type SliceMetrics } from "@churn/contracts";
import { evaluate } from "@churn/metrics";

const TOLERANCE = 1e-6;

export type Scored = { readonly yTrue: Float32Array; readonly yScore: Float32Array };
type Slice = { readonly name: string; readonly rows: readonly number[] };

/**
 * Holds the metrics that the gate has judged against what the model scores on the held-out customers now.
 *
 * @throws PipelineError ARTIFACT_INVALID when a file says otherwise than the model does
 */
export function requireTrueMetrics(
  { yTrue, yScore }: Scored,
  metrics: EvalMetrics,
  slices: readonly SliceMetrics[],
  sliceRows: readonly Slice[],
): void {
  const groups = [
    { where: "metrics/eval_metrics.json", said: metrics, labels: yTrue, scores: yScore },
    ...sliceRows.map(({ name, rows }) => ({
      where: `metrics/slices.json, ${name}`,
      said: slices.find((slice) => slice.name === name),
      labels: Float32Array.from(rows, (row) => yTrue[row]!),
      scores: Float32Array.from(rows, (row) => yScore[row]!),
    })),
  ];
  for (const { where, said, labels, scores } of groups) {
    const found = evaluate(labels, scores, metrics.threshold);
    for (const name of METRIC_NAMES) {
      const [is, was] = [found[name], said?.[name]];
      if (is === was || (typeof is === "number" && typeof was === "number" && Math.abs(is - was) <= TOLERANCE))
        continue;
      throw new PipelineError("ARTIFACT_INVALID", {
        what: `${where} says ${name} ${was ?? "nothing"}, but the model scores ${is ?? "nothing"} on the held-out customers`,
        where,
        fix: "run `npx dvc repro -f evaluate`, which measures it anew",
      });
    }
  }
}
