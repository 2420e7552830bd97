import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PipelineError, RELEASE_FILES } from "@churn/contracts";
import { temporaryFolder } from "@churn/runtime/test-support";
import { describe, expect, it } from "vitest";
import { NO_NOTES, type Registry } from "../../src/registry.ts";
import { plainBundle } from "./plain-bundle.ts";

/** An empty registry of the test's own; `open` is called again for what another process would see. */
export type RegistryFactory = () => Promise<{ open: () => Registry }>;

const move = { at: "2026-01-31T12:00:00.000Z", by: "ada", why: "a test" };
const bundle = (options?: { model?: string; card?: string }) => plainBundle(join(temporaryFolder(), "bundle"), options);

/** What every registry promises, whatever it is made of. */
export function describeRegistry(name: string, empty: RegistryFactory): void {
  const opened = async () => (await empty()).open();

  describe(name, () => {
    it("is empty at first, and says so without a crash", async () => {
      const registry = await opened();
      expect(await registry.list()).toEqual({ versions: [], broken: [] });
      expect(await registry.aliases()).toEqual({});
      expect(await registry.history()).toEqual([]);
      expect(await registry.get(1)).toBeUndefined();
      expect(await registry.get("production")).toBeUndefined();
      expect(await registry.findByDigest("0".repeat(64))).toBeUndefined();
    });

    it("numbers versions from 1 and gives back what was said about them", async () => {
      const { open } = await empty();
      const [first, second] = [await bundle(), await bundle({ model: "b" })];
      expect(await open().add(first.folder, first.entry)).toMatchObject({ created: true, version: { version: 1 } });
      expect(await open().add(second.folder, second.entry)).toMatchObject({ created: true, version: { version: 2 } });
      expect(await open().get(1)).toEqual({ version: 1, ...first.entry, ...NO_NOTES });
      expect((await open().list()).versions.map(({ version }) => version)).toEqual([1, 2]);
      expect(await open().findByDigest(second.entry.modelDigest)).toMatchObject({ version: 2 });
    });

    it("finds the version that has the same modelDigest: its documents and its lineage stay", async () => {
      const registry = await opened();
      const [first, again] = [await bundle(), await bundle({ card: "another card" })];
      await registry.add(first.folder, first.entry);
      const { version, created } = await registry.add(again.folder, { ...again.entry, registeredBy: "bob" });
      expect(created).toBe(false);
      expect(version).toEqual({ version: 1, ...first.entry, ...NO_NOTES });
      expect((await registry.list()).versions).toHaveLength(1);
    });

    it("notes a later commit that built the same model, once", async () => {
      const registry = await opened();
      const { folder, entry } = await bundle();
      await registry.add(folder, entry);
      const later = { commit: "beef", branch: null, dirty: false, at: move.at, by: "bob" };
      await registry.noteAlsoBuiltBy(1, { ...entry.git, at: move.at, by: "bob" });
      await registry.noteAlsoBuiltBy(1, later);
      await registry.noteAlsoBuiltBy(1, { ...later, by: "eve" });
      expect(await registry.get(1)).toEqual({ version: 1, ...entry, ...NO_NOTES, alsoBuiltBy: [later] });
    });

    it("notes a later champion that the model was held against, once", async () => {
      const registry = await opened();
      const { folder, entry } = await bundle();
      await registry.add(folder, entry);
      const champion = { version: 3, modelDigest: "c".repeat(64) };
      const compared = { champion, status: "compared", why: null, at: move.at, by: "bob" } as const;
      await registry.noteComparison(1, compared);
      await registry.noteComparison(1, { ...compared, by: "eve" });
      expect(await registry.get(1)).toEqual({ version: 1, ...entry, ...NO_NOTES, alsoCompared: [compared] });
    });

    it("remembers which move took a version back", async () => {
      const registry = await opened();
      const { folder, entry } = await bundle();
      await registry.add(folder, entry);
      await registry.setAlias({ alias: "production", to: 1, ...move, kind: "rollback" });
      expect(await registry.history()).toEqual([{ alias: "production", from: null, to: 1, ...move, kind: "rollback" }]);
    });

    it("refuses a bundle whose bytes are not those that were announced", async () => {
      const registry = await opened();
      const { folder, entry } = await bundle();
      writeFileSync(join(folder, "golden.json"), "edited");
      await expect(registry.add(folder, entry)).rejects.toThrow(/modelDigest/);
      expect(await registry.list()).toEqual({ versions: [], broken: [] });
    });

    it("moves an alias, says where it was, and remembers every move", async () => {
      const registry = await opened();
      for (const model of ["a", "b"]) {
        const { folder, entry } = await bundle({ model });
        await registry.add(folder, entry);
      }
      expect(await registry.setAlias({ alias: "candidate", to: 1, ...move })).toBeNull();
      expect(await registry.setAlias({ alias: "candidate", to: 2, ...move })).toBe(1);
      expect(await registry.setAlias({ alias: "candidate", to: 2, ...move })).toBe(2);
      expect(await registry.setAlias({ alias: "production", to: 1, ...move })).toBeNull();
      expect(await registry.aliases()).toEqual({ candidate: 2, production: 1 });
      expect(await registry.get("candidate")).toMatchObject({ version: 2 });
      expect(await registry.history()).toEqual([
        { alias: "candidate", from: null, to: 1, ...move },
        { alias: "candidate", from: 1, to: 2, ...move },
        { alias: "production", from: null, to: 1, ...move },
      ]);
    });

    it("puts no alias on a version that is not there", async () => {
      const registry = await opened();
      await expect(registry.setAlias({ alias: "staging", to: 7, ...move })).rejects.toThrow(PipelineError);
      expect(await registry.aliases()).toEqual({});
    });

    it("brings a bundle back, byte for byte, in the place of what was there", async () => {
      const registry = await opened();
      const { folder, entry } = await bundle();
      await registry.add(folder, entry);
      const into = (await plainBundle(join(temporaryFolder(), "into"), { model: "old" })).folder;
      await registry.download(1, into);
      for (const name of RELEASE_FILES)
        expect(readFileSync(join(into, name))).toEqual(readFileSync(join(folder, name)));
      await expect(registry.download(2, into)).rejects.toThrow(PipelineError);
    });

    it("gives distinct numbers to two at once, and one number to one model", async () => {
      const { open } = await empty();
      const bundles = await Promise.all(["a", "b", "c", "a"].map((model) => bundle({ model })));
      const added = await Promise.all(bundles.map(({ folder, entry }) => open().add(folder, entry)));
      const numbers = added.map(({ version }) => version.version);
      expect(numbers[0]).toBe(numbers[3]);
      expect(added.filter(({ created }) => created)).toHaveLength(3);
      const listed = (await open().list()).versions.map(({ version }) => version);
      expect(listed).toHaveLength(3);
      expect(new Set(numbers)).toEqual(new Set(listed));
    });

    it("moves an alias only from where the mover believes it is", async () => {
      const registry = await opened();
      for (const model of ["a", "b"]) {
        const { folder, entry } = await bundle({ model });
        await registry.add(folder, entry);
      }
      expect(await registry.setAlias({ alias: "production", from: null, to: 1, ...move })).toBeNull();
      const wrong = registry.setAlias({ alias: "production", from: null, to: 2, ...move });
      await expect(wrong).rejects.toMatchObject({
        code: "CHECK_FAILED",
        message: expect.stringContaining("version 1"),
      });
      expect(await registry.aliases()).toEqual({ production: 1 });
      expect(await registry.setAlias({ alias: "production", from: 1, to: 2, ...move })).toBe(1);
      expect(await registry.setAlias({ alias: "production", from: 1, to: 2, ...move })).toBe(2);
      expect(await registry.history()).toHaveLength(2);
    });

    it("moves an alias only when no other move was made since it was decided", async () => {
      const registry = await opened();
      for (const model of ["a", "b"]) {
        const { folder, entry } = await bundle({ model });
        await registry.add(folder, entry);
      }
      await registry.setAlias({ alias: "production", to: 1, ...move });
      const decided = {
        alias: "production",
        from: 1,
        to: 2,
        known: (await registry.history()).length,
        ...move,
      } as const;
      expect(await registry.setAlias(decided)).toBe(1);
      await registry.setAlias({ alias: "production", to: 1, ...move, by: "bob", kind: "rollback" });
      await expect(registry.setAlias(decided)).rejects.toMatchObject({
        code: "CHECK_FAILED",
        message: expect.stringContaining("bob has moved production to version 1"),
      });
      expect(await registry.aliases()).toEqual({ production: 1 });
      expect((await registry.history())[1]).toEqual({ alias: "production", from: 1, to: 2, ...move });
    });

    it("lets one of many move an alias away from the same place", async () => {
      const { open } = await empty();
      const targets = ["a", "b", "c", "d"];
      for (const model of targets) {
        const { folder, entry } = await bundle({ model });
        await open().add(folder, entry);
      }
      const tried = await Promise.allSettled(
        targets.map((_, i) => open().setAlias({ alias: "production", from: null, to: i + 1, ...move })),
      );
      const won = tried.findIndex(({ status }) => status === "fulfilled") + 1;
      expect(tried.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await open().aliases()).toEqual({ production: won });
      expect(await open().history()).toEqual([{ alias: "production", from: null, to: won, ...move }]);
    });

    it("keeps every move when two move aliases at once", async () => {
      const { open } = await empty();
      const { folder, entry } = await bundle();
      await open().add(folder, entry);
      await Promise.all([
        open().setAlias({ alias: "candidate", to: 1, ...move }),
        open().setAlias({ alias: "staging", to: 1, ...move }),
      ]);
      expect(await open().aliases()).toEqual({ candidate: 1, staging: 1 });
      expect(await open().history()).toHaveLength(2);
    });
  });
}
