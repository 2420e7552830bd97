import type { Lineage } from "@churn/contracts";
import type { AliasMove } from "@churn/registry";
import { describe, expect, it } from "vitest";
import { type PromotionWish, requireCompared, requireGates, versionToPromote } from "../src/promotion-rules.ts";
import { makeLineage, makeVersion } from "./support/make-version.ts";

const said = { at: "2026-01-31T12:00:00.000Z", by: "ada", why: "too slow" };
const put = (alias: AliasMove["alias"], to: number, more: Partial<AliasMove> = {}): AliasMove => {
  return { alias, from: null, to, ...said, ...more };
};
const takenBack = [
  put("candidate", 2),
  put("staging", 2),
  put("production", 1),
  put("production", 2, { from: 1 }),
  put("production", 1, { from: 2, kind: "rollback" }),
];

describe("the version that moves", () => {
  it.each<{ when: string; wish: PromotionWish; moves: AliasMove[]; version: number }>([
    { when: "the candidate", wish: { to: "staging" }, moves: [put("candidate", 1), put("candidate", 3)], version: 3 },
    { when: "the one named", wish: { to: "staging", named: 2 }, moves: [put("candidate", 3)], version: 2 },
    { when: "what is in staging", wish: { to: "production" }, moves: [put("staging", 2)], version: 2 },
    { when: "that by its number", wish: { to: "production", named: 2 }, moves: [put("staging", 2)], version: 2 },
    { when: "one taken back, for staging", wish: { to: "staging" }, moves: takenBack, version: 2 },
    {
      when: "one taken back, when somebody means it",
      wish: { to: "production", named: 2, reason: "it was the network" },
      moves: takenBack,
      version: 2,
    },
  ])("is $when", ({ wish, moves, version }) => expect(versionToPromote(wish, moves)).toBe(version));

  it.each<{ when: string; wish: PromotionWish; moves: AliasMove[]; exitCode: number; says: RegExp }>([
    { when: "without a candidate", wish: { to: "staging" }, moves: [], exitCode: 3, says: /no version is the cand/ },
    { when: "with empty staging", wish: { to: "production" }, moves: [put("candidate", 1)], exitCode: 3, says: /noth/ },
    {
      when: "past staging",
      wish: { to: "production", named: 3 },
      moves: [put("staging", 2)],
      exitCode: 1,
      says: /version 3 is not in staging, version 2 is/,
    },
    {
      when: "when it was taken back",
      wish: { to: "production" },
      moves: takenBack,
      exitCode: 1,
      says: /version 2 was taken back from production on 2026-01-31 by ada: too slow/,
    },
    {
      when: "when it was taken back, and only a reason is given",
      wish: { to: "production", reason: "again" },
      moves: takenBack,
      exitCode: 1,
      says: /taken back/,
    },
  ])("is none $when", ({ wish, moves, exitCode, says }) => {
    expect(() => versionToPromote(wish, moves)).toThrow(
      expect.objectContaining({ exitCode, message: expect.stringMatching(says), fix: expect.stringMatching(/npm/) }),
    );
  });
});

describe("the gates of a version", () => {
  const gate = makeVersion(1).gates[0] as Lineage["gates"][number];
  it("are those that it passed", () => {
    expect(requireGates(makeVersion(1), makeLineage())).toBe("it passed its one gate");
  });

  it.each([
    { when: "one says no", version: { passed: false }, bundle: { passed: false }, says: "accuracy in slice new" },
    { when: "its value is below", version: { value: 0.8 }, bundle: { value: 0.8 }, says: "did not pass" },
    { when: "only its bundle says no", version: {}, bundle: { passed: false }, says: "did not pass" },
    { when: "its bundle names others", version: {}, bundle: { threshold: 0.1 }, says: "other gates than its bundle" },
  ])("stop it when $when", ({ version, bundle, says }) => {
    const gates = (change: object) => ({ gates: [{ ...gate, slice: "new", ...change }] });
    const check = () => requireGates(makeVersion(1, gates(version)), makeLineage(gates(bundle)));
    expect(check).toThrow(expect.objectContaining({ exitCode: 1, message: expect.stringContaining(says) }));
  });
});

describe("the champion of today", () => {
  const champion = (version: number) => ({ version, modelDigest: String(version).repeat(64) });
  const beside = (version: number, status: Lineage["comparison"]["status"] = "compared", why: string | null = null) => {
    return { champion: champion(version), status, why };
  };
  const judged = (...at: Parameters<typeof beside>) => makeLineage({ comparison: beside(...at) });

  it.each([
    { when: "there is none", version: makeVersion(3), lineage: makeLineage(), now: undefined, says: /nothing is in/ },
    { when: "it is that one", version: makeVersion(3), lineage: judged(2), now: makeVersion(2), says: /beside .* 2,/ },
    {
      when: "it is that one by another number, as in another registry",
      version: makeVersion(3),
      lineage: judged(2),
      now: makeVersion(2, { version: 7 }),
      says: /beside version 7/,
    },
    {
      when: "it was held against that one since",
      version: makeVersion(3, { alsoCompared: [{ ...beside(2), at: said.at, by: "bob" }] }),
      lineage: judged(1),
      now: makeVersion(2),
      says: /beside version 2/,
    },
    {
      when: "nobody can compare the two",
      version: makeVersion(3),
      lineage: judged(2, "not comparable", "another unit"),
      now: makeVersion(2),
      says: /can't be compared with version 2.*: another unit/,
    },
    {
      when: "it is the version itself",
      version: makeVersion(3),
      lineage: judged(1),
      now: makeVersion(3),
      says: /it is/,
    },
  ])("lets a version pass when $when", ({ version, lineage, now, says }) => {
    expect(requireCompared(version, lineage, now)).toMatch(says);
  });

  it.each([
    { when: "it is another one", lineage: judged(1), says: /judged beside version 1, not beside version 2/ },
    { when: "there was none then", lineage: makeLineage(), says: /judged when there was no champion, not beside/ },
    {
      when: "its bundle was not there",
      lineage: judged(2, "not available", "a fork"),
      says: /judged without the champion's bundle/,
    },
  ])("stops a version when $when", ({ lineage, says }) => {
    expect(() => requireCompared(makeVersion(3), lineage, makeVersion(2))).toThrow(
      expect.objectContaining({
        exitCode: 1,
        message: expect.stringMatching(says),
        fix: expect.stringMatching(/npm run champion, npx dvc repro/),
      }),
    );
  });
});
