import { describe, expect, it } from "vitest";
import { scoreFault } from "../src/check-golden.ts";

describe("scoreFault", () => {
  it.each([
    { when: "scores are the same", expected: [0.1, 0.2], scores: [0.1, 0.2], fault: undefined },
    { when: "they differ in the last digits", expected: [0.5], scores: [0.5 + 5e-7], fault: undefined },
    {
      when: "one differs by more",
      expected: [0.5, 0.5],
      scores: [0.5, 0.50001],
      fault: /^row 2 scores 0.50001\d*, expected 0.5$/,
    },
    { when: "one is no number", expected: [0.5], scores: [Number.NaN], fault: /row 1 scores NaN/ },
    { when: "one does not come back", expected: [0.5], scores: [], fault: /row 1 scores undefined/ },
  ])("when $when", ({ expected, scores, fault }) => {
    const found = scoreFault(expected, Float32Array.from(scores));
    if (fault) expect(found).toMatch(fault);
    else expect(found).toBeUndefined();
  });
});
