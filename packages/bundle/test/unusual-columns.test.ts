import { expect, it } from "vitest";
import { unusualColumns } from "../src/unusual-columns.ts";
import { reference, state } from "./support/shop.ts";

const row = { visits: 7, price: 9, plan: "free", called: 0, bought: 30, region: null, moved: 1 };

it.each([
  { when: "training has seen values as these", changed: {}, unusual: [] },
  { when: "a number is at the end of what was seen", changed: { visits: 40 }, unusual: [] },
  { when: "a number is above all that was seen", changed: { visits: 41 }, unusual: ["visits"] },
  { when: "a number is below all that was seen", changed: { visits: 0 }, unusual: ["visits"] },
  { when: "a category is rare", changed: { plan: "paid" }, unusual: ["plan"] },
  { when: "no customer had the flag", changed: { called: 1 }, unusual: ["called"] },
  { when: "a value is missing that often is", changed: { bought: null }, unusual: [] },
  { when: "a value is missing that hardly ever is", changed: { moved: undefined }, unusual: ["moved"] },
  { when: "there are several", changed: { visits: 50, plan: "paid" }, unusual: ["visits", "plan"] },
])("$unusual when $when", ({ changed, unusual }) => {
  expect(unusualColumns(state, reference)({ ...row, ...changed })).toEqual(unusual);
});

it("says nothing of columns that the reference does not describe", () => {
  expect(unusualColumns(state, { ...reference, columns: {} })({ ...row, plan: "paid", moved: null })).toEqual([]);
});
