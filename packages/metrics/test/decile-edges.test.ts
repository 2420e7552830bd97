import { expect, it } from "vitest";
import { decileEdges } from "../src/decile-edges.ts";

it.each([
  { values: Array.from({ length: 11 }, (_, i) => 10 - i), edges: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
  { values: [0.5, 0.5, 0.5], edges: [0.5] },
  { values: [0, 0, 0, 0, 0, 0, 0, 0, 1], edges: [0, expect.closeTo(0.2)] },
])("the deciles of $values are $edges", ({ values, edges }) => expect(decileEdges(values)).toEqual(edges));
