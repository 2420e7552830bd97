import type { DriftCheck, LabelledGroup } from "@churn/contracts";

/** What drifted, in words, the largest first; then what the model no longer reaches. */
export function whyDrift(checks: readonly DriftCheck[], groups: readonly LabelledGroup[]): string[] {
  const drifted = checks.filter((check) => check.drifted).toSorted((a, b) => b.psi - a.psi);
  return [
    ...drifted.map((check) => `${nameOf(check)}: ${saying(check)}`),
    ...groups.flatMap(({ slice, failed, intervals }) =>
      failed.map((metric) => {
        const { lower, upper } = intervals?.[metric] ?? { lower: Number.NaN, upper: Number.NaN };
        return `${metric}${slice === null ? "" : ` (${slice})`}: ${lower.toFixed(3)} to ${upper.toFixed(3)}, beyond its gate`;
      }),
    ),
  ];
}

/** What a check is about. */
export const nameOf = ({ feature }: Pick<DriftCheck, "feature">): string => feature ?? "score";

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export const shownP = (pValue = 1): string => (pValue < 0.0001 ? "< 0.0001" : pValue.toFixed(4));

const WORDS = { missing: "missing", unknown: "of another type or category", outside: "out of range", label: "left" };

function saying({ kind, reference, current, psi }: DriftCheck): string {
  if (kind === "distribution") return `distributed otherwise, PSI ${psi.toFixed(2)}`;
  return `${percent(current as number)} ${WORDS[kind]}, ${percent(reference as number)} before`;
}
