import { describe, expect, it } from "vitest";
import { differenceText, factsText, versionFacts } from "../src/version-facts.ts";
import { makeLineage, makeVersion } from "./support/make-version.ts";
import { tinyParams } from "./support/tiny-dataset.ts";

const one = versionFacts(makeVersion(1), makeLineage(), { production: 1 });

describe("models show", () => {
  it.each([
    ["aliases", "production"],
    ["commit", "0123456789abcdef"],
    ["branch", "main"],
    ["tree", "clean"],
    ["registered by", "ada"],
    ["dvc.lock", "d".repeat(64)],
    ["data.md5", "0".repeat(32)],
    ["data.as_of", "2026-06-30"],
    ["params.train.seed", "1"],
    ["params.train.hiddenUnits", "4"],
    ["versions.node", "24.0.0"],
    ["backend", "native"],
    ["machine.flags", "avx2, fma"],
    ["metrics.f1_score", "none"],
    ["compared with", "no champion"],
  ])("says %s", (name, value) => expect(one.get(name)).toBe(value));

  it("says which other commits built it, and when its own files were in none", () => {
    const alsoBuiltBy = [{ commit: "beef", branch: null, dirty: false, at: "2026-01-31T12:00:00.000Z", by: "bob" }];
    const git = { commit: "c0ffee", branch: null, dirty: true };
    const facts = versionFacts(makeVersion(2, { alsoBuiltBy }), makeLineage({ git }), {});
    expect(facts.get("also built by")).toBe("beef");
    expect([facts.get("branch"), facts.get("tree")]).toEqual(["none", "with changes that no commit holds"]);
  });

  it("says which later champions it was held against", () => {
    const champion = { version: 4, modelDigest: "4".repeat(64) };
    const comparison = { champion, status: "compared", why: null, at: "2026-01-31T12:00:00.000Z", by: "bob" } as const;
    const facts = versionFacts(makeVersion(2, { alsoCompared: [comparison] }), makeLineage(), {});
    expect(facts.get("also compared with")).toBe("version 4");
  });

  it("stands in two columns", () => {
    const lines = factsText(one).split("\n");
    expect(lines).toHaveLength(one.size);
    expect(new Set(lines.map((line) => /^(.*? {2,})\S/.exec(line)?.[1]?.length)).size).toBe(1);
    expect(factsText(one)).not.toMatch(/undefined|\[object/);
  });
});

describe("models diff", () => {
  it("shows only what differs, with a dash for what one does not have", () => {
    const params = { ...tinyParams, train: { ...tinyParams.train, epochs: 9 } };
    const git = { commit: "beef", branch: "main", dirty: false };
    const data = { ...makeLineage().data, meta: {} };
    const other = versionFacts(makeVersion(2), makeLineage({ params, git, data }), { production: 1 });
    expect(differenceText(["version 1", "version 2"], one, other).split("\n")).toEqual([
      expect.stringMatching(/^ +version 1 +version 2$/),
      expect.stringMatching(/^aliases +production +none$/),
      expect.stringMatching(/^commit +0123456789abcdef +beef$/),
      expect.stringMatching(/^model digest +1{64} +2{64}$/),
      expect.stringMatching(/^data\.as_of +2026-06-30 +–$/),
      expect.stringMatching(/^params\.train\.epochs +1 +9$/),
    ]);
  });

  it("says so when nothing differs", () => {
    expect(differenceText(["version 1", "version 1"], one, one)).toBe(
      "version 1 and version 1 are the same in everything that is known",
    );
  });
});
