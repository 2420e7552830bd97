import type { ComparedGroup, Difference } from "@churn/contracts";
import {
  accuracy,
  accuracyDifference,
  brierScore,
  brierScoreDifference,
  type Confusion,
  confusion,
  countChurners,
  deLongTest,
  f1Score,
  f1ScoreDifference,
  type PairedDifference,
  rocAuc,
  type Thresholds,
} from "@churn/metrics";
import { valuesAt } from "@churn/tables";

/** Labels and both models' scores of the same customers, shape [rows] each. */
export type Scored = {
  readonly thresholds: Thresholds;
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
  const { thresholds } = scored;
  return groups.map(({ slice, rows }) => {
    const part = (values: Float32Array) => valuesAt(values, rows);
    const yTrue = part(scored.yTrue);
    const churners = countChurners(yTrue);
    const counts = { slice, rows: rows.length, churners };
    if (Math.min(churners, rows.length - churners) < FEWEST)
      return { ...counts, accuracy: null, f1_score: null, roc_auc: null, brier_score: null };
    const scores = { challenger: part(scored.challenger), champion: part(scored.champion) };
    const difference = (
      metric: (yTrue: Float32Array, yScore: Float32Array, threshold: number) => number,
      { difference, standardError, lower, upper }: PairedDifference,
    ): Difference => ({
      challenger: metric(yTrue, scores.challenger, thresholds.challenger),
      champion: metric(yTrue, scores.champion, thresholds.champion),
      difference,
      standardError,
      lower,
      upper,
    });
    return {
      ...counts,
      accuracy: difference(ofCounts(accuracy), accuracyDifference(yTrue, scores, thresholds)),
      f1_score: difference(ofCounts(f1Score), f1ScoreDifference(yTrue, scores, thresholds)),
      roc_auc: difference(rocAuc, deLongTest(yTrue, scores)),
      brier_score: difference(brierScore, brierScoreDifference(yTrue, scores)),
    };
  });
}

const ofCounts =
  (metric: (counts: Confusion) => number) => (yTrue: Float32Array, yScore: Float32Array, threshold: number) =>
    metric(confusion(yTrue, yScore, threshold));
