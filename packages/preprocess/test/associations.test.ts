import type { Bin, TableFacts } from "@churn/tables";
import { expect, it } from "vitest";
import { leakErrors } from "../src/associations.ts";
import { shop } from "./make-shop.ts";

const bin = (value: string | null, churners: number, stayers: number): Bin => ({ value, churners, stayers });
const leaksOf = (bins: Bin[], leakArea?: number) =>
  leakErrors({ ...shop, ...(leakArea === undefined ? {} : { leakArea }) }, {
    churn: { spent: bins },
  } as unknown as TableFacts);

it.each([
  {
    leak: "a copy of the answer",
    bins: [bin("0", 10, 790), bin("1", 190, 10)],
    says: "alone tells who leaves with a ROC",
  },
  {
    leak: "its inverse",
    bins: [bin("0", 190, 10), bin("1", 10, 790)],
    says: "alone tells who leaves with a ROC AUC of 0.9",
  },
  {
    leak: "a mark on some churners",
    bins: [bin("0", 140, 800), bin("9.5", 60, 0)],
    says: "of the customers with 9.5, 100.0 % leave",
  },
  { leak: "a blank of churners", bins: [bin("0", 140, 800), bin(null, 58, 2)], says: "with no value, 96.7 % leave" },
])("knows the answer: $leak", ({ bins, says }) => expect(leaksOf(bins)).toEqual([expect.stringContaining(says)]));

it("is honest below the limit, and where only few customers show it", () => {
  const strong = [bin("0", 20, 700), bin("1", 180, 100)];
  expect(leaksOf(strong)).toEqual([]);
  expect(leaksOf(strong, 0.85)).toHaveLength(1);
  expect(leaksOf([bin("0", 170, 800), bin("1", 30, 0)])).toEqual([]);
});
