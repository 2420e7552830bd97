import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type AliasWish, effectiveMoves } from "../src/alias-journal.ts";

function wish(from: number | null, to: number, more: Partial<AliasWish> = {}): AliasWish {
  const said = { at: "2026-01-31T12:00:00.000Z", by: "ada", why: "a test" };
  return { alias: "production", from, to, ...said, id: randomUUID(), ...more };
}
const moves = (...journal: AliasWish[]) => effectiveMoves(journal).map(({ from, to }) => [from, to]);

describe("the moves that took effect", () => {
  it("are all of a journal in which each knew where the alias was", () => {
    expect(moves(wish(null, 1), wish(1, 2), wish(2, 1))).toEqual([
      [null, 1],
      [1, 2],
      [2, 1],
    ]);
  });

  it("are the first of two from the same place", () => {
    expect(moves(wish(null, 1), wish(1, 2), wish(1, 3), wish(2, 4))).toEqual([
      [null, 1],
      [1, 2],
      [2, 4],
    ]);
  });

  it("are none that were decided before another one, though the alias came back", () => {
    const decided = { known: 1 };
    expect(moves(wish(null, 1), wish(1, 2, decided), wish(2, 1), wish(1, 2, decided))).toHaveLength(3);
    expect(moves(wish(null, 1), wish(null, 3, { alias: "staging" }), wish(1, 2, decided))).toHaveLength(2);
  });

  it("are counted for each alias by itself", () => {
    expect(moves(wish(null, 1), wish(null, 2, { alias: "staging" }))).toHaveLength(2);
  });

  it("happen once, however often and late they arrive", () => {
    const there = wish(1, 2);
    const late = wish(5, 2);
    expect(moves(late, wish(null, 1), there, wish(2, 1), there, wish(1, 5), late)).toEqual([
      [null, 1],
      [1, 2],
      [2, 1],
      [1, 5],
    ]);
  });
});
