import type { ComparedGroup, Difference } from "@churn/contracts";
import {
  brierScore,
  brierScoreDifference,
  countChurners,
  deLongTest,
  type PairedDifference,
  rocAuc,
} from "@churn/metrics";

/** Labels and both models' scores of the same customers, shape [rows] each. */
export type Scored = {
  readonly yTrue: Float32Array;
  readonly challenger: Float32Array;
  readonly champion: Float32Array;
};
/** `rows`: places in the arrays. */
export type Group = { readonly slice: string | null; readonly rows: readonly number[] };

/** Of churners and of stayers; with fewer the normal approximation of both intervals is not to be trusted. */
const FEWEST = 20;

/** Both models in each group of customers. */
export function compareGroups(scored: Scored, groups: readonly Group[]): ComparedGroup[] {
  return groups.map(({ slice, rows }) => {
    const part = (values: Float32Array) => Float32Array.from(rows, (row) => values[row]!);
    const yTrue = part(scored.yTrue);
    const churners = countChurners(yTrue);
    const counts = { slice, rows: rows.length, churners };
    if (Math.min(churners, rows.length - churners) < FEWEST) return { ...counts, roc_auc: null, brier_score: null };
    const scores = { challenger: part(scored.challenger), champion: part(scored.champion) };
    const difference = (
      metric: (yTrue: Float32Array, yScore: Float32Array) => number,
      { difference, standardError, lower, upper }: PairedDifference,
    ): Difference => ({
      challenger: metric(yTrue, scores.challenger),
      champion: metric(yTrue, scores.champion),
      difference,
      standardError,
      lower,
      upper,
    });
    return {
      ...counts,
      roc_auc: difference(rocAuc, deLongTest(yTrue, scores)),
      brier_score: difference(brierScore, brierScoreDifference(yTrue, scores)),
    };
  });
}
