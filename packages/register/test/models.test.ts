import { expect, it } from "vitest";
import { modelsTable } from "../src/models.ts";
import { makeVersion } from "./support/make-version.ts";

it("an empty registry is one clear line", () => {
  expect(modelsTable({ versions: [], broken: [], aliases: {} })).toMatch(/^No version is registered yet.*npm start/);
});

it("versions stand in an aligned table, the newest first", () => {
  const versions = [makeVersion(1), makeVersion(2, { git: { commit: "fedcba9876543210", branch: null, dirty: true } })];
  const broken = [{ version: 3, fault: "cannot read version.json" }];
  expect(modelsTable({ versions, broken, aliases: { production: 1, candidate: 2, staging: 2 } })).toBe(
    [
      "version  aliases             dataset  accuracy  ROC AUC  commit              registered (UTC)  digest",
      "2        candidate, staging  tiny     0.9123    –        fedcba98 + changes  2026-01-31 12:34  222222222222",
      "1        production          tiny     0.9123    –        01234567            2026-01-31 12:34  111111111111",
      "version 3 can't be used: cannot read version.json",
    ].join("\n"),
  );
});
