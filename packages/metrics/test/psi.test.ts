import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { psi } from "../src/index.ts";

const shares = fc
  .array(fc.nat(100), { minLength: 4, maxLength: 4 })
  .filter((counts) => counts.some((count) => count > 0))
  .map((counts) => counts.map((count) => count / counts.reduce((sum, other) => sum + other, 0)));

describe("psi", () => {
  it.each([
    { when: "nothing moved", expected: [0.2, 0.8], actual: [0.2, 0.8], index: 0 },
    { when: "two bins changed places", expected: [0.2, 0.8], actual: [0.8, 0.2], index: 1.2 * Math.log(4) },
    { when: "a tenth moved", expected: [0.5, 0.5], actual: [0.6, 0.4], index: 0.1 * Math.log(1.5) },
    { when: "a bin emptied", expected: [0.5, 0.5], actual: [1, 0], index: 0.5 * Math.log(2) + 0.4999 * Math.log(5000) },
  ])("is $index when $when", ({ expected, actual, index }) => expect(psi(expected, actual)).toBeCloseTo(index, 12));

  it("is symmetric, finite and never negative", () => {
    fc.assert(
      fc.property(shares, shares, (expected, actual) => {
        expect(psi(expected, actual)).toBeGreaterThanOrEqual(0);
        expect(psi(expected, actual)).toBeLessThan(Infinity);
        expect(psi(expected, actual)).toBeCloseTo(psi(actual, expected), 12);
      }),
    );
  });
});
