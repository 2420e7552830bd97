import { middleCustomer } from "@churn/bundle";
import type { Reference, TransformerState } from "@churn/contracts";
import { expect, it } from "vitest";
import { reasonsOf } from "../src/reasons.ts";

const quantiles = Array.from({ length: 33 }, (_, i) => i);
const state: TransformerState = {
  dataset: "tiny",
  columns: [
    { kind: "number", column: "age", mean: 40, scale: 10, missing: null, quantiles },
    { kind: "number", column: "bought", mean: 4, scale: 2, missing: { fill: 8 }, quantiles },
    { kind: "flag", column: "called", missing: null },
    { kind: "category", column: "plan", categories: ["basic", "plus"], missing: null },
  ],
};
const reference: Reference = {
  rows: 4,
  churnRate: 0.5,
  columns: {
    age: { missingShare: 0, edges: [40], shares: [0.5, 0.5] },
    bought: { missingShare: 0.5, edges: [4], shares: [0.5, 0.5] },
    called: { missingShare: 0, categories: ["0", "1"], shares: [0.75, 0.25] },
    plan: { missingShare: 0, categories: ["basic", "plus"], shares: [0.25, 0.75] },
  },
};
const middle = middleCustomer(state, reference);

it("the customer in the middle has the medians and the most frequent values", () => {
  expect(middle).toEqual({ age: 16, bought: 16, called: 0, plan: "plus" });
});

it("reasons name the columns that move the score most, with the customer's values, as many as are asked for", async () => {
  const asked: number[] = [];
  const score = async (rows: readonly Record<string, unknown>[]) => {
    asked.push(rows.length);
    return Float32Array.from(rows, ({ age, bought, plan }) => {
      const logOdds = (Number(age) - 16) / 10 + (bought === null ? -3 : 0) + (plan === "basic" ? 2 : 0);
      return 1 / (1 + Math.exp(-logOdds));
    });
  };
  const customer = { age: 26, called: 1, plan: "basic" }; // what is left out is missing
  expect(await reasonsOf({ score }, customer, middle, 3)).toEqual([
    { feature: "bought", value: null, effect: expect.closeTo(-3, 4) },
    { feature: "plan", value: "basic", effect: expect.closeTo(2, 4) },
    { feature: "age", value: 26, effect: expect.closeTo(1, 4) },
  ]);
  expect(asked).toEqual([64 * 5]);
});
