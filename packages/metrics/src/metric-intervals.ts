import { brierScoreInterval } from "./brier-score-interval.ts";
import { confusion } from "./confusion.ts";
import { deLongInterval } from "./de-long-interval.ts";
import type { Metrics } from "./evaluate.ts";
import { f1ScoreInterval } from "./f1-score-interval.ts";
import type { Interval } from "./interval.ts";
import { logLossInterval } from "./log-loss-interval.ts";
import { prAucInterval } from "./pr-auc-interval.ts";
import { wilsonInterval } from "./wilson-interval.ts";

/** 95 % intervals of the metrics over customers of both classes; the calibration error has no sound one. */
export function metricIntervals(
  yTrue: Float32Array,
  yScore: Float32Array,
  threshold: number,
): Record<keyof Metrics, Interval | null> {
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
