import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { confusion, f1Score, maxF1Threshold } from "../src/index.ts";
import { labelledScores } from "./rows.ts";

describe("maxF1Threshold", () => {
  it.each([
    { when: "the classes part", yTrue: [0, 0, 1, 1], yScore: [0.1, 0.2, 0.8, 0.9], threshold: 0.8 },
    { when: "0.9 and 0.4 tie at F1 2/3", yTrue: [1, 0, 0, 1], yScore: [0.9, 0.6, 0.5, 0.4], threshold: 0.9 },
    { when: "all scores tie", yTrue: [0, 1], yScore: [0.3, 0.3], threshold: 0.3 },
    { when: "everybody churns", yTrue: [1, 1, 1], yScore: [0.3, 0.2, 0.1], threshold: 0.1 },
  ])("is $threshold when $when", ({ yTrue, yScore, threshold }) => {
    expect(maxF1Threshold(yTrue, yScore)).toBe(threshold);
  });

  it("is the highest of the thresholds that no other beats", () => {
    fc.assert(
      fc.property(labelledScores, ({ yTrue, yScore }) => {
        const f1 = (threshold: number) => f1Score(confusion(yTrue, yScore, threshold));
        const best = Math.max(...yScore.map(f1));
        expect(maxF1Threshold(yTrue, yScore)).toBe(Math.max(...yScore.filter((score) => f1(score) === best)));
      }),
    );
  });
});
