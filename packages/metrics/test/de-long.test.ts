import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deLongInterval, deLongTest, rocAuc, wilsonInterval } from "../src/index.ts";
import { labelledScores } from "./rows.ts";

/** DeLong, DeLong & Clarke-Pearson (1988) as they wrote it: the covariance of two areas from every pair of rows. */
function covariance(yTrue: number[], one: number[], other: number[]): number {
  const of = (label: number, scores: number[]) => scores.filter((_, row) => yTrue[row] === label);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const order = (churner: number, stayer: number) => (Math.sign(churner - stayer) + 1) / 2;
  const v10 = (scores: number[]) =>
    of(1, scores).map((churner) => mean(of(0, scores).map((stayer) => order(churner, stayer))));
  const v01 = (scores: number[]) =>
    of(0, scores).map((stayer) => mean(of(1, scores).map((churner) => order(churner, stayer))));
  const s = (x: number[], y: number[]) =>
    x.reduce((sum, value, at) => sum + (value - mean(x)) * (y[at]! - mean(y)), 0) / (x.length - 1) / x.length;
  return s(v10(one), v10(other)) + s(v01(one), v01(other));
}

const twoOfEach = ({ yTrue }: { yTrue: number[] }) =>
  [0, 1].every((label) => yTrue.filter((other) => other === label).length >= 2);
const twoModels = labelledScores
  .filter(twoOfEach)
  .chain(({ yTrue, yScore }) =>
    fc
      .array(fc.integer({ min: 0, max: 20 }), { minLength: yTrue.length, maxLength: yTrue.length })
      .map((champion) => ({ yTrue, challenger: yScore, champion })),
  );

describe("deLongInterval", () => {
  it("has the width that every pair of rows gives", () => {
    fc.assert(
      fc.property(labelledScores.filter(twoOfEach), ({ yTrue, yScore }) => {
        const area = rocAuc(yTrue, yScore);
        const variance = covariance(yTrue, yScore, yScore);
        fc.pre(variance > 1e-12 && area > 0 && area < 1);
        const { lower, upper } = deLongInterval(yTrue, yScore);
        const logitWidth = Math.log(upper / (1 - upper)) - Math.log(lower / (1 - lower));
        expect((logitWidth * area * (1 - area)) / (2 * 1.959963984540054)).toBeCloseTo(Math.sqrt(variance), 10);
      }),
    );
  });

  it("holds the area and stays in [0, 1]", () => {
    fc.assert(
      fc.property(labelledScores, ({ yTrue, yScore }) => {
        const { lower, upper } = deLongInterval(yTrue, yScore);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(lower).toBeLessThanOrEqual(rocAuc(yTrue, yScore) + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(rocAuc(yTrue, yScore) - 1e-12);
        expect(upper).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each([
    { when: "a ranking is perfect", yTrue: [0, 0, 0, 1, 1], yScore: [1, 2, 3, 4, 5], interval: wilsonInterval(2, 2) },
    { when: "all scores tie", yTrue: [0, 0, 0, 1, 1], yScore: [1, 1, 1, 1, 1], interval: wilsonInterval(1, 2) },
    { when: "there is one churner", yTrue: [0, 0, 0, 1], yScore: [1, 2, 4, 3], interval: wilsonInterval(2 / 3, 1) },
  ])("stays honestly wide when $when", ({ yTrue, yScore, interval }) => {
    expect(deLongInterval(yTrue, yScore).lower).toBeCloseTo(interval.lower, 12);
    expect(deLongInterval(yTrue, yScore).upper).toBeCloseTo(interval.upper, 12);
  });
});

describe("deLongTest", () => {
  it("agrees with the covariances from every pair of rows", () => {
    fc.assert(
      fc.property(twoModels, ({ yTrue, challenger, champion }) => {
        const { difference, standardError } = deLongTest(yTrue, { challenger, champion });
        const variance =
          covariance(yTrue, challenger, challenger) +
          covariance(yTrue, champion, champion) -
          2 * covariance(yTrue, challenger, champion);
        expect(difference).toBeCloseTo(rocAuc(yTrue, challenger) - rocAuc(yTrue, champion), 12);
        expect(standardError ** 2).toBeCloseTo(variance, 12);
      }),
    );
  });

  it("mirrors when the models change places", () => {
    fc.assert(
      fc.property(twoModels, ({ yTrue, challenger, champion }) => {
        const one = deLongTest(yTrue, { challenger, champion });
        const other = deLongTest(yTrue, { challenger: champion, champion: challenger });
        expect(other.difference + one.difference).toBe(0);
        expect(other.lower).toBeCloseTo(-one.upper, 14);
        expect(other.pValue).toBe(one.pValue);
      }),
    );
  });

  it("is certain that the same ranking on another scale is no better", () => {
    fc.assert(
      fc.property(labelledScores.filter(twoOfEach), ({ yTrue, yScore }) => {
        const champion = yScore.map((score) => 3 * score + 7);
        const same = { difference: 0, standardError: 0, lower: 0, upper: 0, pValue: 1 };
        expect(deLongTest(yTrue, { challenger: yScore, champion })).toEqual(same);
      }),
    );
  });

  it("has p below 0.05 just when the interval leaves out 0", () => {
    fc.assert(
      fc.property(twoModels, ({ yTrue, challenger, champion }) => {
        const { lower, upper, pValue } = deLongTest(yTrue, { challenger, champion });
        expect(pValue < 0.05).toBe(lower > 0 || upper < 0);
      }),
    );
  });
});
