import { describe, expect, it, test } from "vitest";
import {
  bootstrapInterval,
  brierScore,
  brierScoreDifference,
  brierScoreInterval,
  calibrationCurve,
  confusion,
  deLongInterval,
  deLongTest,
  expectedCalibrationError,
  f1ScoreDifference,
  logLoss,
  logLossInterval,
  maxF1Threshold,
  prAuc,
  prAucInterval,
  prCurve,
  psi,
  rocAuc,
  rocCurve,
  wilsonInterval,
} from "../src/index.ts";

type OfRows = (yTrue: number[], yScore: number[]) => unknown;

const ofAnyScores: Record<string, OfRows> = {
  bootstrapInterval: (yTrue, yScore) => bootstrapInterval(rocAuc, yTrue, yScore, { seed: 1, resamples: 10 }),
  confusion: (yTrue, yScore) => confusion(yTrue, yScore, 0.5),
  deLongInterval,
  "deLongTest (challenger)": (yTrue, yScore) => deLongTest(yTrue, { challenger: yScore, champion: [1, 2, 3, 4] }),
  "deLongTest (champion)": (yTrue, yScore) => deLongTest(yTrue, { challenger: [1, 2, 3, 4], champion: yScore }),
  maxF1Threshold,
  prAuc,
  prAucInterval,
  prCurve,
  rocAuc,
  rocCurve,
};
const ofProbabilities: Record<string, OfRows> = {
  brierScore,
  "brierScoreDifference (challenger)": (yTrue, yScore) =>
    brierScoreDifference(yTrue, { challenger: yScore, champion: [0, 0, 0, 0] }),
  "brierScoreDifference (champion)": (yTrue, yScore) =>
    brierScoreDifference(yTrue, { challenger: [0, 0, 0, 0], champion: yScore }),
  brierScoreInterval,
  calibrationCurve,
  logLoss,
  logLossInterval,
};
const yTrue = [0, 1, 0, 1];
const yScore = [0.1, 0.8, 0.4, 0.6];

describe.each(Object.entries({ ...ofAnyScores, ...ofProbabilities }))("%s", (label, metric) => {
  const name = label.split(" ")[0];

  it.each([
    { when: "there are no rows", yTrue: [], yScore: [], says: "expected at least one row, received none" },
    { when: "lengths differ", yTrue, yScore: [0.1], says: "expected equal lengths, received 4 labels and 1 scores" },
    { when: "a label is 2", yTrue: [0, 1, 2, 1], yScore, says: "expected label 0 or 1, received 2 at index 2" },
    { when: "a label is NaN", yTrue: [0, 1, 0, NaN], yScore, says: "expected label 0 or 1, received NaN at index 3" },
  ])("refuses when $when", (rows) => {
    expect(() => metric(rows.yTrue, rows.yScore)).toThrow(new RangeError(`${name}: ${rows.says}`));
  });

  it("names the score that is NaN", () => {
    expect(() => metric(yTrue, [0.1, NaN, 0.4, 0.6])).toThrow(/^\w+: expected a .*score.*, received NaN at index 1$/);
  });

  it("takes any array of numbers", () => {
    expect(metric(yTrue, new Float64Array(yScore) as unknown as number[])).toEqual(metric(yTrue, yScore));
  });
});

test.each(Object.entries(ofProbabilities))("%s refuses what is no probability", (_, metric) => {
  expect(() => metric(yTrue, [0.1, 0.8, 1.5, 0.6])).toThrow(/expected a score in \[0, 1\], received 1.5 at index 2$/);
});

test.each(Object.entries(ofAnyScores))("%s takes any scale", (_, metric) => {
  expect(() => metric(yTrue, [-3, 12, -Infinity, Infinity])).not.toThrow();
});

test.each([
  { name: "rocAuc", metric: rocAuc, says: "rocAuc: expected both classes, received 2 churners and 0 stayers" },
  { name: "rocCurve", metric: rocCurve, says: "rocCurve: expected both classes, received 2 churners and 0 stayers" },
  {
    name: "deLongInterval",
    metric: deLongInterval,
    says: "deLongInterval: expected both classes, received 2 churners and 0 stayers",
  },
])("$name refuses a single class", ({ metric, says }) => {
  expect(() => metric([1, 1], [0.5, 0.6])).toThrow(new RangeError(says));
});

test.each([prAuc, prAucInterval, prCurve, maxF1Threshold])("%o refuses rows without a churner", (metric) => {
  const says = `${metric.name}: expected at least one churner, received 0 churners and 2 stayers`;
  expect(() => metric([0, 0], [0.5, 0.6])).toThrow(new RangeError(says));
});

test.each([
  [() => confusion(yTrue, yScore, NaN), "confusion: expected a number as threshold, received NaN"],
  [() => rocCurve(yTrue, yScore, { maxPoints: 1 }), "maxPoints: expected 2 or more, received 1"],
  [() => prCurve(yTrue, yScore, { maxPoints: NaN }), "maxPoints: expected 2 or more, received NaN"],
  [() => deLongInterval(yTrue, yScore, 95), "level: expected a number inside (0, 1), received 95"],
  [
    () => deLongTest([0, 1, 0], { challenger: [1, 2, 3], champion: [1, 2, 3] }),
    "deLongTest: expected at least two of each class, received 1 churners and 2 stayers",
  ],
  [() => brierScoreInterval([1], [0.5]), "brierScoreInterval: expected at least two rows, received 1"],
  [
    () => brierScoreDifference([1], { challenger: [0.5], champion: [0.5] }),
    "brierScoreDifference: expected at least two rows, received 1",
  ],
  [
    () => f1ScoreDifference([1], { challenger: [0.5], champion: [0.5] }, { challenger: 0.5, champion: 0.5 }),
    "f1ScoreDifference: expected at least two rows, received 1",
  ],
  [() => calibrationCurve(yTrue, yScore, { bins: 0 }), "calibrationCurve: expected bins of 1 or more, received 0"],
  [() => expectedCalibrationError([]), "expectedCalibrationError: expected at least one row, received none"],
  [() => wilsonInterval(3, 2), "wilsonInterval: expected 0 ≤ successes ≤ trials, received 3 and 2"],
  [() => bootstrapInterval(prAuc, yTrue, yScore, { seed: 0.5 }), "seed: expected an integer, received 0.5"],
  [
    () => bootstrapInterval(prAuc, yTrue, yScore, { seed: 1, resamples: 0 }),
    "bootstrapInterval: expected resamples of 1 or more, received 0",
  ],
  [
    () => bootstrapInterval(prAuc, yTrue, yScore, { seed: 1, level: 1 }),
    "level: expected a number inside (0, 1), received 1",
  ],
  [() => psi([1], [0.5, 0.5]), "psi: expected equal lengths, received 1 and 2 bins"],
  [() => psi([0.5, 0.5], [0.5, 0.6]), "psi: expected shares that add up to 1, received 1.1"],
  [() => psi([1.5, -0.5], [0.5, 0.5]), "psi: expected a share, received -0.5 at index 1"],
  [() => psi([1], [1], 0), "psi: expected a floor above 0, received 0"],
])("%o says what is wrong", (call, says) => {
  expect(call).toThrow(new RangeError(says));
});
