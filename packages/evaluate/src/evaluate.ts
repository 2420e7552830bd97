import { type EvalMetrics, METRIC_NAMES, type MetricName } from "@churn/contracts";
import {
  accuracy,
  brierScore,
  brierScoreInterval,
  calibrationCurve,
  confusion,
  deLongInterval,
  expectedCalibrationError,
  f1Score,
  f1ScoreInterval,
  type Interval,
  logLoss,
  logLossInterval,
  prAuc,
  prAucInterval,
  precision,
  recall,
  rocAuc,
  wilsonInterval,
} from "@churn/metrics";

export type Metrics = Record<MetricName, number | null>;

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
  if (rows === 0) return Object.fromEntries(METRIC_NAMES.map((name) => [name, null])) as Metrics;
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

/** 95 % intervals of the same metrics over customers of both classes; the calibration error has no sound one. */
export function metricIntervals(
  yTrue: Float32Array,
  yScore: Float32Array,
  threshold: number,
): EvalMetrics["intervals"] {
  const decisions = confusion(yTrue, yScore, threshold);
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = decisions;
  const share = (successes: number, trials: number): Interval | null =>
    trials > 0 ? wilsonInterval(successes, trials) : null;
  return {
    accuracy: share(truePositives + trueNegatives, yTrue.length),
    f1_score: f1ScoreInterval(decisions),
    roc_auc: deLongInterval(yTrue, yScore),
    precision: share(truePositives, truePositives + falsePositives),
    recall: share(truePositives, truePositives + falseNegatives),
    pr_auc: prAucInterval(yTrue, yScore),
    log_loss: logLossInterval(yTrue, yScore),
    brier_score: brierScoreInterval(yTrue, yScore),
    calibration_error: null,
  };
}

export function countChurners(yTrue: Float32Array): number {
  let churners = 0;
  for (const label of yTrue) churners += label;
  return churners;
}
