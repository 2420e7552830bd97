import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rocAuc } from "../src/index.ts";
import { labelledScores } from "./rows.ts";

describe("rocAuc", () => {
  it.each([
    { when: "every churner is above every stayer", yTrue: [0, 0, 1, 1], yScore: [0.1, 0.2, 0.8, 0.9], area: 1 },
    { when: "every churner is below every stayer", yTrue: [1, 1, 0, 0], yScore: [0.1, 0.2, 0.8, 0.9], area: 0 },
    { when: "all scores tie", yTrue: [0, 1, 0, 1], yScore: [0.5, 0.5, 0.5, 0.5], area: 0.5 },
    { when: "three of four pairs are in order", yTrue: [0, 0, 1, 1], yScore: [0.1, 0.4, 0.35, 0.8], area: 0.75 },
    { when: "one pair of four ties", yTrue: [0, 0, 1, 1], yScore: [0.1, 0.4, 0.4, 0.8], area: 0.875 },
    { when: "zeros of both signs tie", yTrue: [0, 1], yScore: [0, -0], area: 0.5 },
  ])("is $area when $when", ({ yTrue, yScore, area }) => expect(rocAuc(yTrue, yScore)).toBe(area));

  it("is the share of pairs in order, a tie counting as one half", () => {
    fc.assert(
      fc.property(labelledScores, ({ yTrue, yScore }) => {
        const of = (label: number) => yScore.filter((_, row) => yTrue[row] === label);
        const pairs = of(1).flatMap((churner) => of(0).map((stayer) => (Math.sign(churner - stayer) + 1) / 2));
        expect(rocAuc(yTrue, yScore)).toBe(pairs.reduce((sum, pair) => sum + pair, 0) / pairs.length);
      }),
    );
  });

  it("depends on the order of the scores only", () => {
    fc.assert(
      fc.property(labelledScores, ({ yTrue, yScore }) => {
        expect(
          rocAuc(
            yTrue,
            yScore.map((score) => 3 * score + 7),
          ),
        ).toBe(rocAuc(yTrue, yScore));
        expect(rocAuc(yTrue, yScore.map(Math.exp))).toBe(rocAuc(yTrue, yScore));
      }),
    );
  });

  it("does not depend on the order of the rows", () => {
    fc.assert(
      fc.property(labelledScores, ({ yTrue, yScore }) => {
        expect(rocAuc(yTrue.toReversed(), yScore.toReversed())).toBe(rocAuc(yTrue, yScore));
      }),
    );
  });

  it("turns into its complement with the scores or with the labels", () => {
    fc.assert(
      fc.property(labelledScores, ({ yTrue, yScore }) => {
        expect(
          rocAuc(
            yTrue,
            yScore.map((score) => -score),
          ),
        ).toBeCloseTo(1 - rocAuc(yTrue, yScore), 14);
        expect(
          rocAuc(
            yTrue.map((label) => 1 - label),
            yScore,
          ),
        ).toBeCloseTo(1 - rocAuc(yTrue, yScore), 14);
      }),
    );
  });

  it("leaves its arguments as they were", () => {
    const yScore = Float32Array.of(0.9, 0.1, 0.5);
    rocAuc([1, 0, 1], yScore);
    expect(yScore).toEqual(Float32Array.of(0.9, 0.1, 0.5));
  });
});
