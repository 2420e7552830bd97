import { type Bound, type Decision, type EvalMetrics, type GateCheck, PipelineError } from "@churn/contracts";

/** What lies on disk now, to be held against what was judged. */
export type Found = {
  readonly evaluated: EvalMetrics["evaluated"];
  readonly metrics: Decision["metrics"];
  readonly bounds: readonly Bound[];
};

/**
 * Lets only those bytes pass that the gate has judged and passed.
 *
 * @param where - path of the decision
 * @throws PipelineError CHECK_FAILED for a decision that says no, ARTIFACT_INVALID for one about other bytes
 */
export function requireDecision(decision: Decision, found: Found, where: string): void {
  const failed = [
    ...decision.checks.filter((check) => !holds(check)),
    ...decision.championChecks.filter((c) => !c.passed),
  ];
  if (!decision.passed || failed.length > 0) {
    const names = failed.map(({ metric, slice }) => (slice === null ? metric : `${metric} in slice ${slice}`));
    throw new PipelineError("CHECK_FAILED", {
      what: ["the gate said no, so nothing is released", ...names.map((name) => `  - ${name}`)].join("\n"),
      where,
      fix: "train a better model, then `npx dvc repro`",
    });
  }
  const other = [
    ...differing(decision.evaluated, found.evaluated, EVALUATED),
    ...differing(decision.metrics, found.metrics, METRICS),
    ...(sameBounds(decision.checks, found.bounds) ? [] : ["other gates than params.yaml names"]),
  ];
  if (other.length > 0) {
    throw new PipelineError("ARTIFACT_INVALID", {
      what: `the gate's decision was made for ${other.join(", ")}`,
      where,
      fix: "run `npx dvc repro`, which evaluates and judges what is there now",
    });
  }
}

const EVALUATED = { model: "another network", features: "other features" };
const METRICS = {
  eval_metrics: "another eval_metrics.json (it was changed since)",
  slices: "another slices.json (it was changed since)",
  comparison: "another comparison.json (it was changed since)",
};

function differing<K extends string>(judged: Record<K, string>, found: Record<K, string>, words: Record<K, string>) {
  return (Object.keys(words) as K[]).filter((key) => judged[key] !== found[key]).map((key) => words[key]);
}

export function sameBounds(checks: readonly GateCheck[], bounds: readonly Bound[]): boolean {
  const lines = (all: readonly Bound[]) =>
    all.map(({ metric, slice, threshold, atLeast }) => `${metric} ${slice} ${threshold} ${atLeast}`);
  return (
    lines(checks as readonly Bound[])
      .sort()
      .join("\n") === lines(bounds).sort().join("\n")
  );
}

export function holds({ value, threshold, atLeast, passed }: GateCheck): boolean {
  return passed && value !== null && (atLeast ? value >= threshold : value <= threshold);
}

/**
 * Refuses parts of different runs.
 *
 * @param parts - dataset of each part by the part's name
 */
export function requireOneDataset(dataset: string, parts: Readonly<Record<string, string>>, where: string): void {
  const other = Object.entries(parts).filter(([, name]) => name !== dataset);
  if (other.length === 0) return;
  throw new PipelineError("ARTIFACT_INVALID", {
    what: `params.yaml asks for ${dataset}, but ${other.map(([part, name]) => `${part} is of ${name}`).join(", ")}`,
    where,
    fix: "run `npx dvc repro`",
  });
}
