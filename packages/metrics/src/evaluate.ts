import { accuracy } from "./accuracy.ts";
import { brierScore } from "./brier-score.ts";
import { calibrationCurve } from "./calibration-curve.ts";
import { confusion } from "./confusion.ts";
import { expectedCalibrationError } from "./expected-calibration-error.ts";
import { f1Score } from "./f1-score.ts";
import { logLoss } from "./log-loss.ts";
import { prAuc } from "./pr-auc.ts";
import { precision } from "./precision.ts";
import { recall } from "./recall.ts";
import { rocAuc } from "./roc-auc.ts";

const NAMES = [
  "accuracy",
  "f1_score",
  "roc_auc",
  "precision",
  "recall",
  "pr_auc",
  "log_loss",
  "brier_score",
  "calibration_error",
] as const;
export type Metrics = Record<(typeof NAMES)[number], number | null>;

/**
 * What the model does on a group of customers.
 *
 * @param yTrue - labels, shape [rows], 1 = churned
 * @param yScore - probabilities, shape [rows]
 * @param threshold - probability from which on the decision is "will churn"
 * @returns every metric; null where the group has no rows or lacks the class that the metric needs
 */
export function evaluate(yTrue: Float32Array, yScore: Float32Array, threshold: number): Metrics {
  const rows = yTrue.length;
  if (rows === 0) return Object.fromEntries(NAMES.map((name) => [name, null])) as Metrics;
  const churners = countChurners(yTrue);
  const decisions = confusion(yTrue, yScore, threshold);
  const when = (possible: boolean, metric: () => number) => (possible ? metric() : null);
  const both = churners > 0 && churners < rows;
  return {
    accuracy: accuracy(decisions),
    f1_score: when(churners > 0, () => f1Score(decisions)),
    roc_auc: when(both, () => rocAuc(yTrue, yScore)),
    precision: precision(decisions),
    recall: when(churners > 0, () => recall(decisions)),
    pr_auc: when(churners > 0, () => prAuc(yTrue, yScore)),
    log_loss: logLoss(yTrue, yScore),
    brier_score: brierScore(yTrue, yScore),
    calibration_error: expectedCalibrationError(calibrationCurve(yTrue, yScore)),
  };
}

export function countChurners(yTrue: Float32Array): number {
  let churners = 0;
  for (const label of yTrue) churners += label;
  return churners;
}
