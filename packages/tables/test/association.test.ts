import { expect, it } from "vitest";
import { associations, type Bin, MISSING, SIZE, separation } from "../src/index.ts";

const bin = (value: string | null, churners: number, stayers: number): Bin => ({ value, churners, stayers });

it("says how a number goes with leaving by its size, and by its being missing", () => {
  const bins = [bin("1", 0, 30), bin("2", 10, 10), bin(null, 10, 0)];
  expect(associations(bins, true)).toEqual({ [SIZE]: 0.875, [MISSING]: 0.75 });
});

it("says it of each value of a category, against all others", () => {
  const bins = [bin("a", 8, 2), bin("b", 2, 8)];
  expect(associations(bins, false).a).toBeCloseTo(0.8);
  expect(associations(bins, false).b).toBeCloseTo(0.2);
});

it("does not change with the share of churners in the table", () => {
  const bins = [bin("1", 2, 30), bin("2", 10, 10)];
  const fewer = bins.map(({ value, churners, stayers }) => bin(value, churners / 2, stayers));
  expect(associations(fewer, true)).toEqual(associations(bins, true));
});

it.each([
  { when: "no value says anything", bins: [bin("1", 5, 10), bin("2", 5, 10)], area: 0.5 },
  { when: "the middle leaves", bins: [bin("1", 0, 10), bin("2", 10, 0), bin("3", 0, 10)], area: 1 },
  { when: "who is missing leaves", bins: [bin("1", 0, 10), bin(null, 10, 0)], area: 1 },
  { when: "nobody leaves", bins: [bin("1", 0, 10)], area: 0.5 },
])("separates with $area when $when", ({ bins, area }) => expect(separation(bins)).toBe(area));
