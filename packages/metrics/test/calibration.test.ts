import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calibrationCurve, expectedCalibrationError } from "../src/index.ts";
import { labelledScores, uniform } from "./rows.ts";

const strategies = ["quantile", "uniform"] as const;

describe("calibrationCurve", () => {
  const yTrue = [0, 0, 1, 1, 1, 0];
  const yScore = [0.05, 0.15, 0.45, 0.55, 0.75, 0.95];

  it("cuts bins of equal width", () => {
    expect(calibrationCurve(yTrue, yScore, { bins: 2, strategy: "uniform" })).toEqual([
      { predictedMean: expect.closeTo(0.65 / 3), observedShare: 1 / 3, count: 3 },
      { predictedMean: expect.closeTo(2.25 / 3), observedShare: 2 / 3, count: 3 },
    ]);
  });

  it("cuts bins of equal size", () => {
    expect(calibrationCurve(yTrue, yScore, { bins: 3, strategy: "quantile" })).toEqual([
      { predictedMean: expect.closeTo(0.1), observedShare: 0, count: 2 },
      { predictedMean: expect.closeTo(0.5), observedShare: 1, count: 2 },
      { predictedMean: expect.closeTo(0.85), observedShare: 0.5, count: 2 },
    ]);
  });

  it("keeps equal scores together", () => {
    const bins = calibrationCurve([0, 1, 0, 1, 1], [0.5, 0.5, 0.5, 0.5, 0.9], { bins: 5 });
    expect(bins.map(({ count }) => count)).toEqual([4, 1]);
  });

  it.each(strategies)("counts every row once, in at most the bins asked for (%s)", (strategy) => {
    fc.assert(
      fc.property(labelledScores, fc.integer({ min: 1, max: 12 }), ({ yTrue, yScore }, bins) => {
        const curve = calibrationCurve(yTrue, yScore, { bins, strategy });
        const sum = (value: (bin: (typeof curve)[number]) => number) => curve.reduce((all, bin) => all + value(bin), 0);
        expect(curve.length).toBeLessThanOrEqual(bins);
        expect(sum(({ count }) => count)).toBe(yTrue.length);
        expect(sum((bin) => bin.count * bin.observedShare)).toBeCloseTo(yTrue.reduce((all, label) => all + label, 0));
        expect(curve.every((bin, index) => index === 0 || bin.predictedMean > curve[index - 1]!.predictedMean)).toBe(
          true,
        );
      }),
    );
  });
});

describe("expectedCalibrationError", () => {
  it("weighs each bin's gap by its rows", () => {
    const bins = [
      { predictedMean: 0.1, observedShare: 0.2, count: 30 },
      { predictedMean: 0.8, observedShare: 0.5, count: 10 },
    ];
    expect(expectedCalibrationError(bins)).toBeCloseTo((30 * 0.1 + 10 * 0.3) / 40);
  });

  it.each(strategies)("is small for true probabilities and large for squared ones (%s)", (strategy) => {
    const random = uniform(3);
    const probabilities = Array.from({ length: 20_000 }, random);
    const yTrue = probabilities.map((probability) => (random() < probability ? 1 : 0));
    const error = (scores: number[]) => expectedCalibrationError(calibrationCurve(yTrue, scores, { strategy }));
    expect(error(probabilities)).toBeLessThan(0.015);
    expect(error(probabilities.map((probability) => probability ** 2))).toBeCloseTo(1 / 6, 1);
  });
});
