import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { accuracy, confusion, f1Score, f1ScoreInterval, precision, recall } from "../src/index.ts";
import { labelledScores } from "./rows.ts";

describe("confusion", () => {
  const yTrue = [1, 1, 1, 0, 0, 0, 0];
  const yScore = [0.9, 0.5, 0.2, 0.7, 0.5, 0.4, 0.1];

  it.each([
    { threshold: 0.5, truePositives: 2, falsePositives: 2, trueNegatives: 2, falseNegatives: 1 },
    { threshold: 0.51, truePositives: 1, falsePositives: 1, trueNegatives: 3, falseNegatives: 2 },
    { threshold: 0, truePositives: 3, falsePositives: 4, trueNegatives: 0, falseNegatives: 0 },
    { threshold: Infinity, truePositives: 0, falsePositives: 0, trueNegatives: 4, falseNegatives: 3 },
  ])("flags scores of $threshold and above", ({ threshold, ...counts }) => {
    expect(confusion(yTrue, yScore, threshold)).toEqual(counts);
  });

  it("counts every row once", () => {
    fc.assert(
      fc.property(labelledScores, fc.double({ noNaN: true }), ({ yTrue, yScore }, threshold) => {
        const counts = confusion(yTrue, yScore, threshold);
        expect(counts.truePositives + counts.falseNegatives).toBe(yTrue.filter((label) => label === 1).length);
        expect(counts.falsePositives + counts.trueNegatives).toBe(yTrue.filter((label) => label === 0).length);
      }),
    );
  });
});

test("four metrics of one confusion", () => {
  const counts = { truePositives: 6, falsePositives: 2, trueNegatives: 9, falseNegatives: 3 };
  expect(accuracy(counts)).toBe(15 / 20);
  expect(precision(counts)).toBe(6 / 8);
  expect(recall(counts)).toBe(6 / 9);
  expect(f1Score(counts)).toBeCloseTo(12 / 17, 15);
});

test.each([accuracy, precision, recall, f1Score])(
  "%o is 0 and not NaN where there is nothing to divide by",
  (metric) => {
    expect(metric({ truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0 })).toBe(0);
  },
);

test("the F1 score is the harmonic mean of precision and recall, inside its interval", () => {
  const count = fc.integer({ min: 1, max: 1000 });
  fc.assert(
    fc.property(count, count, count, (truePositives, falsePositives, falseNegatives) => {
      const counts = { truePositives, falsePositives, trueNegatives: 0, falseNegatives };
      const f1 = f1Score(counts);
      expect(f1).toBeCloseTo(2 / (1 / precision(counts) + 1 / recall(counts)), 12);
      expect(f1ScoreInterval(counts).lower).toBeLessThan(f1);
      expect(f1ScoreInterval(counts).upper).toBeGreaterThan(f1);
    }),
  );
});
