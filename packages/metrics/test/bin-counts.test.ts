import { expect, it } from "vitest";
import { binCounts } from "../src/index.ts";

it.each([
  { values: [1, 2, 2.5, 3, 9], edges: [2, 3], counts: [1, 2, 2] },
  { values: [1, 2], edges: [], counts: [2] },
  { values: [], edges: [1], counts: [0, 0] },
])("$values fall between $edges as $counts", ({ values, edges, counts }) => {
  expect(binCounts(values, edges)).toEqual(counts);
});
