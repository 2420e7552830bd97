import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prAuc } from "../src/index.ts";
import { labelledScores } from "./rows.ts";

describe("prAuc", () => {
  it.each([
    { when: "every churner is above every stayer", yTrue: [0, 0, 1, 1], yScore: [0.1, 0.2, 0.8, 0.9], area: 1 },
    { when: "all scores tie: the share of churners", yTrue: [0, 1, 0, 0], yScore: [3, 3, 3, 3], area: 1 / 4 },
    { when: "churners stand first and third", yTrue: [1, 0, 1, 0], yScore: [4, 3, 2, 1], area: (1 + 2 / 3) / 2 },
    { when: "a churner and a stayer share the top", yTrue: [1, 0, 1], yScore: [2, 2, 1], area: (1 / 2 + 2 / 3) / 2 },
    { when: "the only churner stands last", yTrue: [0, 0, 0, 1], yScore: [4, 3, 2, 1], area: 1 / 4 },
    { when: "everybody churns", yTrue: [1, 1], yScore: [0.3, 0.2], area: 1 },
  ])("is $area when $when", ({ yTrue, yScore, area }) => expect(prAuc(yTrue, yScore)).toBeCloseTo(area, 15));

  it("depends on the order of the scores only", () => {
    fc.assert(
      fc.property(labelledScores, ({ yTrue, yScore }) => {
        expect(
          prAuc(
            yTrue,
            yScore.map((score) => 3 * score + 7),
          ),
        ).toBe(prAuc(yTrue, yScore));
        expect(prAuc(yTrue.toReversed(), yScore.toReversed())).toBe(prAuc(yTrue, yScore));
      }),
    );
  });
});
