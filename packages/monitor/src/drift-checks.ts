import type { DriftCheck, DriftParams, Reference } from "@churn/contracts";
import { fisherExactTest, holm, homogeneityTest, psi } from "@churn/metrics";
import type { CurrentCounts } from "./count-current.ts";

type Untested = Omit<DriftCheck, "drifted">;
/** Customers whose label came back. */
export type Labelled = { readonly column: string; readonly rows: number; readonly churners: number };
type Scores = { readonly rows: number; readonly shares: readonly number[] };

/**
 * Holds today's counts against the reference, column by column, and the scores. Something has drifted when the
 * difference is shown, by a test whose p value is corrected for the number of all (Holm: one false alarm is enough to
 * start a retrain for nothing, and columns depend on each other), and when it is also large by its population stability
 * index, as in many rows every difference is shown.
 *
 * @param scores - rows per bin of the reference's scores
 * @param churned - null: no label came back
 */
export function driftChecks(
  reference: Reference & { readonly scores: Scores },
  { rows, columns }: CurrentCounts,
  scores: readonly number[],
  churned: Labelled | null,
  { significance, psi: large }: DriftParams,
): DriftCheck[] {
  const checks = Object.entries(columns).flatMap(([feature, now]) => {
    const before = reference.columns[feature] as Reference["columns"][string];
    const missing = Math.round(before.missingShare * reference.rows);
    const share = (kind: DriftCheck["kind"], had: number, has: number) =>
      shareCheck({ feature, kind }, { successes: had, trials: reference.rows }, { successes: has, trials: rows });
    return [
      distributionCheck(feature, { rows: reference.rows - missing, shares: before.shares }, now.bins),
      share("missing", missing, now.missing),
      share("unknown", 0, now.unknown),
      ...(before.edges ? [share("outside", 0, now.outside)] : []),
    ];
  });
  checks.push(distributionCheck(null, reference.scores, scores));
  if (churned) {
    const before = { successes: Math.round(reference.churnRate * reference.rows), trials: reference.rows };
    const now = { successes: churned.churners, trials: churned.rows };
    checks.push(shareCheck({ feature: churned.column, kind: "label" }, before, now));
  }
  const pValues = holm(checks.map(({ pValue }) => pValue));
  return checks.map((check, i) => {
    const pValue = pValues[i] as number;
    return { ...check, pValue, drifted: pValue < significance && check.psi > large };
  });
}

function distributionCheck(feature: string | null, before: Scores, now: readonly number[]): Untested {
  const rows = now.reduce((sum, count) => sum + count, 0);
  const check = { feature, kind: "distribution", reference: null, current: null } as const;
  if (rows === 0 || before.rows === 0) return { ...check, psi: 0, pValue: 1 };
  const counts = before.shares.map((share) => share * before.rows);
  const shares = now.map((count) => count / rows);
  return { ...check, psi: psi(before.shares, shares), pValue: homogeneityTest(counts, now) };
}

type Counted = { readonly successes: number; readonly trials: number };

function shareCheck(check: Pick<DriftCheck, "feature" | "kind">, before: Counted, now: Counted): Untested {
  const [reference, current] = [before, now].map(({ successes, trials }) => successes / trials) as [number, number];
  const index = psi([reference, 1 - reference], [current, 1 - current]);
  return { ...check, reference, current, psi: index, pValue: fisherExactTest(before, now) };
}
