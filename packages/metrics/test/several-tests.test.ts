import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holm, marginPValue } from "../src/index.ts";

describe("holm", () => {
  it.each([
    { pValues: [0.01, 0.04, 0.03, 0.005], adjusted: [0.03, 0.06, 0.06, 0.02] },
    { pValues: [0.2], adjusted: [0.2] },
    { pValues: [0.5, 0.6], adjusted: [1, 1] },
    { pValues: [], adjusted: [] },
  ])("of $pValues", ({ pValues, adjusted }) => {
    const found = holm(pValues);
    expect(found).toHaveLength(adjusted.length);
    adjusted.forEach((value, i) => {
      expect(found[i]).toBeCloseTo(value, 12);
    });
  });

  it("keeps the order, lowers none, and raises the least as Bonferroni does", () => {
    const several = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(several, (pValues) => {
        const found = holm(pValues);
        const least = pValues.indexOf(Math.min(...pValues));
        expect(found[least]).toBeCloseTo(Math.min(1, pValues.length * (pValues[least] as number)), 12);
        pValues.forEach((p, i) => {
          expect(found[i]).toBeGreaterThanOrEqual(p);
          expect(found[i]).toBeLessThanOrEqual(1);
          pValues.forEach((other, j) => {
            if (p < other) expect(found[i]).toBeLessThanOrEqual(found[j] as number);
          });
        });
      }),
    );
  });
});

describe("marginPValue", () => {
  it.each([
    { when: "the loss is at the margin", loss: 0.1, margin: 0.1, p: 0.5 },
    { when: "it is 1.96 errors beyond", loss: 0.1 + 1.959963984540054 * 0.01, margin: 0.1, p: 0.025 },
    { when: "it is 1.96 errors below", loss: 0.1 - 1.959963984540054 * 0.01, margin: 0.1, p: 0.975 },
    { when: "there is none", loss: 0, margin: 0.1, p: 1 },
  ])("is $p when $when", ({ loss, margin, p }) => expect(marginPValue(loss, 0.01, margin)).toBeCloseTo(p, 12));

  it.each([
    { loss: 0.2, p: 0 },
    { loss: 0.1, p: 1 },
    { loss: -1, p: 1 },
  ])("without any spread it is certain: $loss beside 0.1 gives $p", ({ loss, p }) => {
    expect(marginPValue(loss, 0, 0.1)).toBe(p);
  });
});
