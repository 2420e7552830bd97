import { describe, expect, it } from "vitest";
import { type Rebuilt, reproduce, verdict } from "../src/reproduce.ts";
import { makeLineage, makeVersion } from "./support/make-version.ts";

const was = makeLineage();
const rebuilt = (changes: Partial<Rebuilt> = {}): Rebuilt => ({ ...was, ...changes });
const modelDigest = "2".repeat(64);
const machine = { platform: "linux-x64", flags: ["avx2", "avx512f", "fma"] };
const metrics = (roc_auc: number | null) => ({ ...was.metrics, roc_auc });

describe("what came out", () => {
  it.each<{ when: string; is: Rebuilt; same: boolean; says: RegExp }>([
    { when: "is the same model", is: rebuilt({ machine }), same: true, says: /^the same model digest, 1{64}$/ },
    {
      when: "is another model on the same kind of machine",
      is: rebuilt({ modelDigest }),
      same: false,
      says: /same backend/,
    },
    {
      when: "is as good, on another CPU",
      is: rebuilt({ modelDigest, machine, metrics: metrics(0.905) }),
      same: true,
      says: /another backend or kind of CPU; every metric agrees within 0\.01$/,
    },
    {
      when: "is as good, on another backend",
      is: rebuilt({ modelDigest, backend: "wasm" }),
      same: true,
      says: /every metric agrees/,
    },
    {
      when: "is worse, on another CPU",
      is: rebuilt({ modelDigest, machine, metrics: metrics(0.8) }),
      same: false,
      says: /roc_auc 0\.8, was 0\.9$/,
    },
    {
      when: "lacks a metric, on another CPU",
      is: rebuilt({ modelDigest, machine, metrics: metrics(null) }),
      same: false,
      says: /roc_auc none, was 0\.9$/,
    },
  ])("$when", ({ is, same, says }) => {
    expect(verdict(was, is)).toEqual({ same, text: expect.stringMatching(says) });
  });
});

it.each([
  { when: "a dirty tree", lineage: { git: { ...was.git, dirty: true } }, says: "no commit holds" },
  { when: "no repository", lineage: { git: { commit: null, branch: null, dirty: true } }, says: "no commit holds" },
  { when: "a table that is not pinned", lineage: { data: { ...was.data, pinned: false } }, says: "did not pin" },
])("a version of $when can't be reproduced, exit code 3", async ({ lineage, says }) => {
  await expect(reproduce(makeVersion(4), makeLineage(lineage))).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringMatching(new RegExp(`^version 4 can't be reproduced: .*${says}$`)),
  });
});
