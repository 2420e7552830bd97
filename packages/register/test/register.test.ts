import { join } from "node:path";
import type { Bundle } from "@churn/bundle";
import type { Lineage } from "@churn/contracts";
import type { Registry } from "@churn/registry";
import { FolderRegistry } from "@churn/registry";
import { plainBundle } from "@churn/registry/test-support";
import { temporaryFolder } from "@churn/runtime/test-support";
import { beforeEach, describe, expect, it } from "vitest";
import { register, registeredLine } from "../src/register.ts";

const clean = { commit: "c0ffee", branch: "main", dirty: false };
const data = { md5: "", pinned: false, meta: {}, splitSalt: "" };
const alone: Lineage["comparison"] = { champion: null, status: "no champion", why: "none yet" };
const who = { at: "2026-01-31T12:00:00.000Z", by: "ada", head: clean, dvcLock: "d".repeat(64) };

async function bundle(model: string, lineage: Partial<Lineage> = {}): Promise<Bundle> {
  const { folder, entry } = await plainBundle(join(temporaryFolder(), "bundle"), { model });
  const { modelDigest, releaseDigest, gates, metrics } = entry;
  const known = { git: clean, gates, metrics, data: { ...data, pinned: true }, comparison: alone, ...lineage };
  return { folder, modelDigest, releaseDigest, lineage: known as Lineage, signature: { dataset: "tiny" } as never };
}

let registry: Registry;
beforeEach(() => {
  registry = new FolderRegistry(join(temporaryFolder(), "registry"));
});

describe("register", () => {
  it("publishes a new version as candidate", async () => {
    const registered = await register(registry, await bundle("a"), who);
    expect(registered).toMatchObject({
      created: true,
      aliases: ["candidate"],
      version: { version: 1, git: clean, dvcLock: who.dvcLock },
    });
    expect(registeredLine("churn", registered)).toMatch(
      /^Registered churn version 1 \(sha256 [0-9a-f]{12}…\) as candidate\.$/,
    );
  });

  it("finds the version of the same model, which keeps its origin, and notes the later commit", async () => {
    await register(registry, await bundle("a"), who);
    const later = { commit: "beef", branch: "next", dirty: false };
    const registered = await register(registry, await bundle("a", { git: later }), { ...who, by: "bob", head: later });
    expect(registered).toMatchObject({ created: false, version: { version: 1, git: clean, registeredBy: "ada" } });
    expect(await registry.get(1)).toMatchObject({ alsoBuiltBy: [{ ...later, by: "bob", at: who.at }] });
    expect(registeredLine("churn", registered)).toMatch(/^Already registered as version 1 .*candidate\.$/);
  });

  it("notes the champion that the same model was held against since", async () => {
    await register(registry, await bundle("a"), who);
    const comparison = {
      champion: { version: 2, modelDigest: "b".repeat(64) },
      status: "compared",
      why: null,
    } as const;
    await register(registry, await bundle("a", { comparison }), who);
    expect(await registry.get(1)).toMatchObject({ alsoCompared: [{ ...comparison, at: who.at, by: "ada" }] });
  });

  it("notes the commit that came after a release of uncommitted files, when DVC says it makes the same", async () => {
    const release = await bundle("a", { git: { ...clean, dirty: true } });
    await register(registry, release, { ...who, head: { commit: "beef", branch: "main", dirty: false } });
    expect(await registry.get(1)).toMatchObject({
      git: { dirty: true },
      alsoBuiltBy: [{ commit: "beef", dirty: false }],
    });
  });

  it("makes an older version the candidate again", async () => {
    for (const model of ["a", "b", "a"]) await register(registry, await bundle(model), who);
    expect(await registry.aliases()).toEqual({ candidate: 1 });
    expect((await registry.history()).map(({ from, to }) => [from, to])).toEqual([
      [null, 1],
      [1, 2],
      [2, 1],
    ]);
  });

  it("keeps a model out that was not compared with the champion there is", async () => {
    const champion = { version: 3, modelDigest: "a".repeat(64) };
    const release = await bundle("a", { comparison: { champion, status: "not available", why: "a fork" } });
    await expect(register(registry, release, who)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining("not compared with the champion, version 3"),
      fix: expect.stringContaining("npm run champion"),
    });
    expect((await registry.list()).versions).toEqual([]);
  });

  it.each([
    { when: "files that no commit holds", lineage: { git: { ...clean, dirty: true } }, says: "no commit holds" },
    {
      when: "a table that is not pinned",
      lineage: { data },
      says: "does not pin",
    },
  ])("keeps a model of $when out of a shared registry, and lets it into one's own", async ({ lineage, says }) => {
    const shared: Registry = Object.defineProperty(new FolderRegistry(registry.location), "shared", { value: true });
    await expect(register(shared, await bundle("a", lineage), who)).rejects.toThrow(says);
    expect((await registry.list()).versions).toEqual([]);
    const told = { ...who, untraceable: true } as const;
    await expect(register(shared, await bundle("b", lineage), told)).resolves.toMatchObject({ created: true });
    await expect(register(registry, await bundle("a", lineage), who)).resolves.toMatchObject({ created: true });
  });
});
