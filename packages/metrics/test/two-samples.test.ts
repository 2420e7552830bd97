import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chiSquaredTail } from "../src/chi-squared-tail.ts";
import { fisherExactTest, homogeneityTest, type Proportion } from "../src/index.ts";

/** Equal to so many digits, however small. */
const same = (found: number, expected: number) => expect(found / expected).toBeCloseTo(1, 9);

// expected values: SciPy 1.16
describe("chiSquaredTail", () => {
  it.each([
    { x: 0, k: 3, p: 1 },
    { x: 0.5, k: 1, p: 0.47950012218695337 },
    { x: 3.84, k: 1, p: 0.05004352124870519 },
    { x: 10, k: 2, p: 0.006737946999085468 },
    { x: 30, k: 9, p: 0.00043872177097947936 },
    { x: 0.01, k: 10, p: 0.999999999999974 },
    { x: 200, k: 9, p: 3.312992393909567e-38 },
    { x: 1200, k: 3, p: 7.331671591550422e-260 },
  ])("is $p at $x with $k degrees of freedom", ({ x, k, p }) => same(chiSquaredTail(x, k), p));

  it.each([
    [-1, 2],
    [Number.NaN, 2],
    [1, 0],
    [1, 1.5],
  ])("refuses %d with %d degrees of freedom", (x, k) => expect(() => chiSquaredTail(x, k)).toThrow(RangeError));
});

describe("homogeneityTest", () => {
  it.each([
    { one: [10, 20, 30], other: [15, 15, 30], p: 0.42437284567695 },
    { one: [1000, 0, 5], other: [900, 40, 8], p: 2.3656079526886636e-10 },
  ])("of $one and $other", ({ one, other, p }) => same(homogeneityTest(one, other), p));

  it("joins neighbouring bins that hold too few rows for the approximation", () => {
    expect(homogeneityTest([1, 2, 100, 200, 2, 1], [2, 1, 130, 170, 1, 2])).toBe(
      homogeneityTest([103, 203], [133, 173]),
    );
  });

  it.each([
    { when: "there are no rows", one: [0, 0], other: [0, 0] },
    { when: "one sample is empty", one: [0, 0], other: [500, 600] },
    { when: "all rows are in one bin", one: [0, 90, 0], other: [0, 80, 0] },
    { when: "there are too few rows for two bins", one: [3, 0], other: [0, 3] },
    { when: "there are no bins", one: [], other: [] },
  ])("can tell nothing when $when", ({ one, other }) => expect(homogeneityTest(one, other)).toBe(1));

  it.each([
    { one: [1, 2], other: [1], says: "equal lengths" },
    { one: [1, -2], other: [1, 2], says: "a count, received -2" },
    { one: [1, 2], other: [1, Number.NaN], says: "a count, received NaN" },
  ])("refuses $one and $other", ({ one, other, says }) => {
    expect(() => homogeneityTest(one, other)).toThrow(says);
  });
});

describe("fisherExactTest", () => {
  const of = (successes: number, trials: number): Proportion => ({ successes, trials });

  it.each([
    { one: of(3, 13), other: of(9, 13), p: 0.04717997038632386 },
    { one: of(0, 1000), other: of(4, 2000), p: 0.3082961041371015 },
    { one: of(0, 14000), other: of(6, 1000), p: 8.656860122226814e-8 },
    { one: of(4000, 14000), other: of(330, 1000), p: 0.0034153805315117708 },
    { one: of(5, 5), other: of(1, 5), p: 0.047619047619047616 },
    { one: of(0, 0), other: of(3, 5), p: 1 },
    { one: of(0, 100), other: of(0, 50), p: 1 },
    { one: of(100, 100), other: of(50, 50), p: 1 },
  ])("of $one and $other", ({ one, other, p }) => same(fisherExactTest(one, other), p));

  it("is never 0, however far apart the two are", () => {
    expect(fisherExactTest(of(0, 1_000_000), of(1_000_000, 1_000_000))).toBeGreaterThan(0);
  });

  it("does not mind which sample is which, nor which outcome is called success", () => {
    const counts = fc.tuple(fc.nat(40), fc.nat(40), fc.nat(40), fc.nat(40));
    fc.assert(
      fc.property(counts, ([a, b, c, d]) => {
        const p = fisherExactTest(of(a, a + b), of(c, c + d));
        expect(fisherExactTest(of(c, c + d), of(a, a + b))).toBeCloseTo(p, 12);
        expect(fisherExactTest(of(b, a + b), of(d, c + d))).toBeCloseTo(p, 12);
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each([
    [of(3, 2), of(1, 2)],
    [of(-1, 2), of(1, 2)],
    [of(1, 2), of(1.5, 2)],
  ])("refuses %j and %j", (one, other) => expect(() => fisherExactTest(one, other)).toThrow(RangeError));
});
