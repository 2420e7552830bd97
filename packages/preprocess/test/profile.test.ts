import { expect, it } from "vitest";
import { type ProfileRow, profile, profilePage } from "../src/profile.ts";
import { shop } from "./make-shop.ts";

const makeRow = (changed: ProfileRow): ProfileRow => ({
  id: "c1",
  seen: "2026-01-31",
  tenure: 10,
  spent: 100,
  plan: "basic",
  vip: 0,
  visited: 7,
  rating: 3,
  fax: 0,
  left: 0,
  ...changed,
});
const rows = [
  makeRow({ tenure: 1, spent: 40, left: 1, visited: null }),
  makeRow({ tenure: 2, spent: 30, left: 1, plan: "plus" }),
  makeRow({ tenure: 3, spent: 20, visited: 9 }),
  makeRow({ tenure: 6, spent: 10, visited: 8, vip: 1 }),
];
const found = profile(shop, rows);

it("describes numbers over the rows where they are there", () => {
  const [tenure, , visited] = found.numeric;
  expect(found.rows).toBe(4);
  expect(tenure).toEqual({
    column: "tenure",
    unit: "months",
    count: 4,
    mean: 3,
    std: expect.closeTo(Math.sqrt(14 / 3), 12),
    min: 1,
    median: 2.5,
    max: 6,
  });
  expect(visited).toMatchObject({ column: "visited", count: 3, mean: 8, std: 1, min: 7, max: 9 });
});

it("says who churns among those with a missing value, and what it means", () => {
  expect(found.missing).toEqual([{ column: "visited", rows: 1, share: 0.25, churnRate: 1, means: "never visited" }]);
});

it("compares segments, the one that churns most first", () => {
  expect(found.segments.filter(({ column }) => column === "plan" || column === "vip")).toEqual([
    { column: "plan", value: "plus", rows: 1, churnRate: 1 },
    { column: "plan", value: "basic", rows: 3, churnRate: expect.closeTo(1 / 3, 12) },
    { column: "vip", value: "0", rows: 3, churnRate: expect.closeTo(2 / 3, 12) },
    { column: "vip", value: "1", rows: 1, churnRate: 0 },
  ]);
});

it("correlates numbers with churn and with each other", () => {
  const of = (name: string) => found.correlations.find(({ column }) => column === name);
  // tenure: deviations −2, −1, 0, 3; churn: ½, ½, −½, −½; spent: 15, 5, −5, −15
  expect(of("tenure")).toEqual({
    column: "tenure",
    withChurn: expect.closeTo(-3 / Math.sqrt(14), 12),
    strongest: { column: "spent", correlation: expect.closeTo(-80 / Math.sqrt(14 * 500), 12) },
  });
  expect(of("rating")).toMatchObject({ withChurn: 0, strongest: { correlation: 0 } });
});

it("is a page of tables", () => {
  const page = profilePage(shop, found);
  expect(page).toMatch(
    /^# Shop: data profile\n\nOne row per customer of a shop\. 4 customers of the training part\.\n/,
  );
  for (const line of [
    "| tenure | months | 4 | 3 | 2.16 | 1 | 2.5 | 6 |",
    "| visited | never visited | 1 | 25.0 % | 100.0 % |",
    "| plan | plus | 1 | 100.0 % |",
    "| tenure | -0.8 | spent | -0.96 |",
  ]) {
    expect(page).toContain(`\n${line}\n`);
  }
});
