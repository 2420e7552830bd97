import { describe, expect, it } from "vitest";
import { type Candidate, chooseGolden, goldenKinds } from "../src/golden.ts";
import { tinyDataset } from "./support/tiny-dataset.ts";

describe("chooseGolden", () => {
  const candidates: Candidate[] = [
    { place: 40, kinds: [2, 3] },
    { place: 0, kinds: [0] },
    { place: 5, kinds: [0, 1] },
    { place: 41, kinds: [3] },
    ...Array.from({ length: 7 }, (_, i) => ({ place: 10 + i, kinds: [0] })),
  ];

  it("takes a customer of every kind that there is, then the first ones until there are eight", () => {
    expect(chooseGolden(5, candidates)).toEqual([0, 5, 10, 11, 12, 13, 14, 40]);
  });

  it("takes no second customer for a kind that one stands for already", () => {
    const many = Array.from({ length: 20 }, (_, i) => ({ place: i, kinds: i < 2 ? [0, 1, 2, 3] : [i] }));
    expect(chooseGolden(4, many)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(chooseGolden(20, many)).toHaveLength(17);
  });

  it("takes all where there are few", () => expect(chooseGolden(3, candidates.slice(0, 2))).toEqual([0, 40]));
});

it("goldenKinds knows both classes, each column that may be missing and each value of a category or flag", () => {
  expect(goldenKinds(tinyDataset, "left")).toEqual([
    `"left"::varchar = '1'`,
    `"left"::varchar = '0'`,
    `"visits" is null`,
    `"called" is null`,
    `"plan"::varchar = 'free'`,
    `"plan"::varchar = 'paid'`,
    `"called"::varchar = '0'`,
    `"called"::varchar = '1'`,
  ]);
});
