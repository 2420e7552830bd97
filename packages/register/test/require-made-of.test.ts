import type { GitState, Lineage } from "@churn/contracts";
import { expect, it } from "vitest";
import { requireMadeOf } from "../src/require-made-of.ts";

const head: GitState = { commit: "c0ffee", branch: null, dirty: false };
const data: Lineage["data"] = { md5: "a".repeat(32), pinned: true, meta: {}, splitSalt: "salt" };

it("takes a release of this commit and its pinned table, whatever the branch is called", () => {
  expect(() => requireMadeOf(head, { git: { ...head, branch: "main" }, data }, true)).not.toThrow();
});

it("takes one of the commit before, where only what a repro rewrites was committed since", () => {
  expect(() => requireMadeOf(head, { git: { ...head, commit: "decade" }, data }, true)).not.toThrow();
});

it.each([
  { of: "other sources", git: { ...head, commit: "decade" }, same: false, says: /names commit decade, not c0ffee/ },
  { of: "no commit", git: { ...head, commit: null }, says: /names commit null/ },
  { of: "changed files", git: { ...head, dirty: true }, says: /files that no commit holds/ },
  { of: "another table", pinned: false, says: /data\.dvc does not pin/ },
  { of: "a commit that was changed since", here: { ...head, dirty: true }, says: /checked out has changes/ },
  { of: "nobody knows what", git: { ...head, commit: null }, here: { ...head, commit: null }, says: /commit null/ },
])("refuses one of $of", ({ git = head, here = head, pinned = true, same = true, says }) => {
  expect(() => requireMadeOf(here, { git, data: { ...data, pinned } }, same)).toThrow(says);
});
