import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wilsonInterval } from "../src/index.ts";

describe("wilsonInterval", () => {
  it("knows nothing without a trial", () => expect(wilsonInterval(0, 0)).toEqual({ lower: 0, upper: 1 }));

  it("holds the share and stays in [0, 1]", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.double({ min: 0, max: 1, noNaN: true }), (trials, part) => {
        const successes = Math.round(part * trials);
        const { lower, upper } = wilsonInterval(successes, trials);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(upper).toBeLessThanOrEqual(1);
        if (trials === 0) return;
        expect(lower).toBeLessThanOrEqual(successes / trials);
        expect(upper).toBeGreaterThanOrEqual(successes / trials);
      }),
    );
  });

  it("mirrors when successes and failures change places", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), (successes, failures) => {
        const interval = wilsonInterval(successes, successes + failures);
        const mirrored = wilsonInterval(failures, successes + failures);
        expect(mirrored.lower).toBeCloseTo(1 - interval.upper, 12);
        expect(mirrored.upper).toBeCloseTo(1 - interval.lower, 12);
      }),
    );
  });

  it("widens with the level and narrows with the trials", () => {
    const width = (trials: number, level: number) => {
      const { lower, upper } = wilsonInterval(0.3 * trials, trials, level);
      return upper - lower;
    };
    expect(width(100, 0.99)).toBeGreaterThan(width(100, 0.95));
    expect(width(10_000, 0.95)).toBeLessThan(width(100, 0.95) / 9);
  });
});
