import { describe, expect, it, test } from "vitest";
import {
  accuracy,
  brierScore,
  brierScoreDifference,
  brierScoreInterval,
  calibrationCurve,
  confusion,
  deLongInterval,
  deLongTest,
  f1Score,
  logLoss,
  logLossInterval,
  maxF1Threshold,
  prAuc,
  prAucInterval,
  prCurve,
  precision,
  recall,
  rocAuc,
  rocCurve,
  wilsonInterval,
} from "../src/index.ts";
import reference from "./fixtures/scikit-learn.json" with { type: "json" };

function expectClose(received: ArrayLike<number>, expected: ArrayLike<number>) {
  expect(received).toHaveLength(expected.length);
  for (let index = 0; index < expected.length; index++) expect(received[index]).toBeCloseTo(expected[index]!, 12);
}

describe.each(Object.entries(reference.fixtures))("as scikit-learn has it: %s", (_, expected) => {
  const { yTrue, yScore, yScoreChampion } = expected;
  const counts = confusion(yTrue, yScore, 0.5);

  it("counts decisions", () => expect(counts).toEqual(expected.confusionAtHalf));

  it.each([
    ["accuracy", accuracy(counts), expected.accuracy],
    ["precision", precision(counts), expected.precision],
    ["recall", recall(counts), expected.recall],
    ["f1Score", f1Score(counts), expected.f1Score],
    ["rocAuc", rocAuc(yTrue, yScore), expected.rocAuc],
    ["prAuc", prAuc(yTrue, yScore), expected.prAuc],
    ["logLoss", logLoss(yTrue, yScore), expected.logLoss],
    ["brierScore", brierScore(yTrue, yScore), expected.brierScore],
    ["maxF1Threshold", maxF1Threshold(yTrue, yScore), expected.maxF1Threshold],
  ])("%s", (_name, received, value) => expect(received).toBeCloseTo(value, 13));

  it("draws the ROC curve", () => {
    const { fpr, tpr, threshold } = rocCurve(yTrue, yScore);
    expectClose(fpr, expected.rocCurve.fpr);
    expectClose(tpr, expected.rocCurve.tpr);
    expectClose(threshold, [Infinity, ...expected.rocCurve.threshold]);
  });

  it("draws the precision-recall curve", () => {
    const curve = prCurve(yTrue, yScore);
    expectClose(curve.precision, expected.prCurve.precision);
    expectClose(curve.recall, expected.prCurve.recall);
    expectClose(curve.threshold, [Infinity, ...expected.prCurve.threshold]);
  });

  it.each(["quantile", "uniform"] as const)("draws the calibration curve with %s bins", (strategy) => {
    const bins = calibrationCurve(yTrue, yScore, { bins: 5, strategy });
    expectClose(
      bins.map((bin) => bin.predictedMean),
      expected.calibrationCurve[strategy].predictedMean,
    );
    expectClose(
      bins.map((bin) => bin.observedShare),
      expected.calibrationCurve[strategy].observedShare,
    );
  });

  it.each([
    ["deLongInterval", deLongInterval(yTrue, yScore), expected.deLongInterval],
    ["brierScoreInterval", brierScoreInterval(yTrue, yScore), expected.brierScoreInterval],
    ["logLossInterval", logLossInterval(yTrue, yScore), expected.logLossInterval],
  ])("%s", (_name, { lower, upper }, interval) => expectClose([lower, upper], interval));

  it("prAucInterval, whose reference is a numeric derivative", () => {
    const { lower, upper } = prAucInterval(yTrue, yScore);
    expect(lower).toBeCloseTo(expected.prAucInterval[0]!, 7);
    expect(upper).toBeCloseTo(expected.prAucInterval[1]!, 7);
  });

  const pair = { challenger: yScore, champion: yScoreChampion };
  it.each([
    ["deLongTest", deLongTest(yTrue, pair), expected.deLongTest],
    ["brierScoreDifference", brierScoreDifference(yTrue, pair), expected.brierScoreDifference],
  ])("%s", (_name, received, difference) => {
    for (const key of ["difference", "standardError", "lower", "upper", "pValue"] as const) {
      expect(received[key]).toBeCloseTo(difference[key], 12);
    }
  });
});

test.each(reference.wilsonInterval)(
  "as SciPy has it: $successes of $trials at level $level",
  ({ successes, trials, level, lower, upper }) => {
    const interval = wilsonInterval(successes, trials, level);
    expect(interval.lower).toBeCloseTo(lower, 12);
    expect(interval.upper).toBeCloseTo(upper, 12);
  },
);

test.each(reference.pValue)("as SciPy has it: the p value of $z standard errors", ({ z, pValue }) => {
  // two rows, one squared error larger by 1/z than the other, are z standard errors from 0
  const champion = [Math.sqrt((1 + 1 / z) / 2), Math.sqrt((1 - 1 / z) / 2)];
  const received = brierScoreDifference([0, 0], { challenger: [0, 0], champion }).pValue;
  expect(received / pValue).toBeCloseTo(1, 10);
});
