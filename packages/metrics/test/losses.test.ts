import fc from "fast-check";
import { expect, test } from "vitest";
import { brierScore, brierScoreInterval, logLoss, logLossInterval } from "../src/index.ts";
import { labelledScores } from "./rows.ts";

test.each([
  { when: "all are right and sure", yTrue: [0, 1], yScore: [0, 1], brier: 0, log: 0 },
  { when: "all say one half", yTrue: [0, 1], yScore: [0.5, 0.5], brier: 0.25, log: Math.LN2 },
  { when: "scores are 0.8 for what happened", yTrue: [1, 0], yScore: [0.8, 0.2], brier: 0.04, log: -Math.log(0.8) },
  { when: "one of two is sure and wrong", yTrue: [0, 1], yScore: [0, 0], brier: 0.5, log: (52 * Math.LN2) / 2 },
])("Brier score $brier and log loss $log when $when", ({ yTrue, yScore, brier, log }) => {
  expect(brierScore(yTrue, yScore)).toBeCloseTo(brier, 14);
  expect(logLoss(yTrue, yScore)).toBeCloseTo(log, 14);
});

test("a constant score loses least at the share of churners", () => {
  fc.assert(
    fc.property(labelledScores, fc.double({ min: 0, max: 1, noNaN: true }), ({ yTrue }, constant) => {
      const churnRate = yTrue.reduce((sum, label) => sum + label, 0) / yTrue.length;
      for (const loss of [brierScore, logLoss]) {
        const lossOf = (score: number) =>
          loss(
            yTrue,
            yTrue.map(() => score),
          );
        expect(lossOf(constant)).toBeGreaterThanOrEqual(lossOf(churnRate) - 1e-12);
      }
    }),
  );
});

test("intervals hold the loss and stay in its range", () => {
  fc.assert(
    fc.property(labelledScores, ({ yTrue, yScore }) => {
      const brier = brierScoreInterval(yTrue, yScore);
      expect(brier.lower).toBeGreaterThanOrEqual(0);
      expect(brier.lower).toBeLessThanOrEqual(brierScore(yTrue, yScore));
      expect(brier.upper).toBeGreaterThanOrEqual(brierScore(yTrue, yScore));
      expect(brier.upper).toBeLessThanOrEqual(1);
      const log = logLossInterval(yTrue, yScore);
      expect(log.lower).toBeGreaterThanOrEqual(0);
      expect(log.lower).toBeLessThanOrEqual(logLoss(yTrue, yScore));
      expect(log.upper).toBeGreaterThanOrEqual(logLoss(yTrue, yScore));
    }),
  );
});
