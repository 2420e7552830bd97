import type { AliasMove } from "@churn/registry";
import { expect, it } from "vitest";
import { productionPast } from "../src/production-past.ts";

const said = { alias: "production", at: "2026-01-31T12:00:00.000Z", by: "ada", why: "a test" } as const;

/** `"3"`: promoted to version 3; `"<2"`: rolled back to version 2. */
function productionMoves(story: string): AliasMove[] {
  let from: number | null = null;
  return story
    .split(" ")
    .filter(Boolean)
    .map((word) => {
      const to = Number(word.replace("<", ""));
      const move: AliasMove = { ...said, from, to, ...(word.startsWith("<") && { kind: "rollback" }) };
      from = to;
      return move;
    });
}

it.each([
  { story: "", before: [], takenBack: [] },
  { story: "1", before: [], takenBack: [] },
  { story: "1 2 3", before: [2, 1], takenBack: [] },
  { story: "1 2 3 <2", before: [1], takenBack: [3] },
  { story: "1 2 3 <2 <1", before: [], takenBack: [3, 2] },
  { story: "1 2 3 <2 4", before: [2, 1], takenBack: [3] },
  { story: "1 2 3 <2 3", before: [2, 1], takenBack: [] }, // somebody meant it
  { story: "1 2 1", before: [2], takenBack: [] },
  { story: "1 2 1 <2", before: [], takenBack: [1] }, // not forth to 1, which was just taken back
  { story: "1 2 3 <1", before: [], takenBack: [3] }, // past 2, whose bytes were lost
])("after “$story” production may go back to $before", ({ story, before, takenBack }) => {
  const past = productionPast(productionMoves(story));
  expect(past.before).toEqual(before);
  expect([...past.takenBack.keys()]).toEqual(takenBack);
});

it("looks at no other alias", () => {
  const staged = productionMoves("1 2").map((move): AliasMove => ({ ...move, alias: "staging" }));
  expect(productionPast([...staged, ...productionMoves("3")]).before).toEqual([]);
});
