import type { EvalMetrics } from "@churn/contracts";
import {
  brierScoreInterval,
  confusion,
  deLongInterval,
  f1ScoreInterval,
  type Interval,
  logLossInterval,
  prAucInterval,
  wilsonInterval,
} from "@churn/metrics";

/** 95 % intervals of the metrics over customers of both classes; the calibration error has no sound one. */
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
