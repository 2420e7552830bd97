import { join } from "node:path";
import { scoreRows } from "@churn/bundle";
import { Tables } from "@churn/tables";
import { expect, it } from "vitest";
import { scoreComparable } from "../src/score-comparable.ts";
import { makeScorer } from "./make-champion.ts";
import { makeHoldout, placeOf } from "./make-holdout.ts";
import { makeFolder } from "./use-folder.ts";

const scorer = makeScorer();
const today = { salt: "today", testFraction: 0.2 };

/** What a champion of another split scores of the customers that are held out today. */
async function scored(champion: { salt: string; testFraction: number }) {
  const path = join(makeFolder(), "holdout.parquet");
  return Tables.inMemory(async (tables) => {
    const holdout = await makeHoldout(tables, path, { ...today, customers: 4000 });
    return { holdout, ...(await scoreComparable(tables, path, scorer, { ...champion, id: "id" })) };
  });
}

it.each([
  { when: "the same", champion: today, share: 1 },
  { when: "one that held out more", champion: { salt: "today", testFraction: 0.4 }, share: 1 },
  { when: "one that held out less", champion: { salt: "today", testFraction: 0.1 }, share: 0.5 },
  { when: "one of another salt", champion: { salt: "yesterday", testFraction: 0.2 }, share: 0.2 },
])(
  "with a split that is $when, no customer is scored that either model was trained on",
  async ({ champion, share }) => {
    const { holdout, rows } = await scored(champion);
    const ids = rows.map((row) => holdout.ids[row] as string);
    const seen = (split: typeof today) => ids.filter((id) => placeOf(split.salt, id) >= split.testFraction);
    expect([seen(today), seen(champion)]).toEqual([[], []]);
    const both = holdout.ids.filter((id) => placeOf(champion.salt, id) < champion.testFraction);
    const known = both.filter((id) => holdout.plans[holdout.ids.indexOf(id)] !== "'gold'");
    expect(ids).toEqual(known);
    expect(ids.length / ((holdout.ids.length * 3) / 4)).toBeCloseTo(share, 1);
  },
);

it("scores them as a service would, and leaves out who has a category that it does not know", async () => {
  const { holdout, rows, yScore } = await scored(today);
  const customers = rows.map((row) => {
    const number = Number((holdout.ids[row] as string).slice(1));
    const plan = holdout.plans[row] as string;
    return { visits: number % 30, plan: plan === "null" ? null : plan.slice(1, -1), called: number % 2 };
  });
  expect(new Set(customers.map(({ plan }) => plan))).toEqual(new Set(["free", "paid", null]));
  const expected = scoreRows(scorer.state, scorer.model, customers);
  yScore.forEach((score, row) => {
    expect(score).toBeCloseTo(expected[row] as number, 6);
  });
  expect(new Set(yScore).size).toBeGreaterThan(20);
});
