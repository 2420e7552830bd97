import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@churn/runtime/test-support";
import { describe, expect, it } from "vitest";
import { FolderRegistry } from "../src/folder-registry.ts";
import { plainBundle } from "./support/plain-bundle.ts";
import { describeRegistry } from "./support/registry-suite.ts";

const move = { alias: "candidate", at: "2026-01-31T12:00:00.000Z", by: "ada", why: "a test" } as const;

describeRegistry("a registry in a folder", async () => {
  const folder = join(temporaryFolder(), "registry", "churn");
  return { open: () => new FolderRegistry(folder) };
});

const child = fileURLToPath(new URL("support/register-in-child.ts", import.meta.url));

/** Registers in another process; what it answered, or the signal that ended it. */
function inChild(registry: string, model: string, killBefore?: number) {
  const bundle = join(registry, "..", `bundle ${model} ${killBefore ?? ""}`);
  const args = ["--import", import.meta.resolve("tsx"), child, registry, bundle, model];
  return new Promise<{ version?: number; created?: boolean; signal?: string }>((resolve, reject) => {
    execFile(process.execPath, killBefore === undefined ? args : [...args, String(killBefore)], (error, stdout) => {
      if (error?.signal) resolve({ signal: error.signal });
      else if (error) reject(error);
      else resolve(JSON.parse(stdout));
    });
  });
}

/** As if the process that holds the lock had last been heard of so long ago. */
function ageLock(registry: string, milliseconds: number): void {
  if (!existsSync(join(registry, ".lock"))) return;
  const then = new Date(Date.now() - milliseconds);
  utimesSync(join(registry, ".lock"), then, then);
}

describe("a registry in a folder, used by processes", { timeout: 60_000 }, () => {
  it("gives distinct versions to different models and one to the same", async () => {
    const registry = join(temporaryFolder(), "registry");
    const answers = await Promise.all(
      ["a", "b", "a"].map((model, i) => inChild(registry, model, i === 2 ? 999 : undefined)),
    );
    expect(answers[0]?.version).toBe(answers[2]?.version);
    expect(new Set(answers.map(({ version }) => version))).toEqual(new Set([1, 2]));
    expect(answers.filter(({ created }) => created)).toHaveLength(2);
  });

  // 1 makes the registry, 2 and 3 the incoming folder, 4 to 11 copy, 12 is the version, 13 the alias's turn
  const points = [8, 12, 13];
  it("can be read and written on after a kill at any point", async () => {
    const folder = temporaryFolder();
    const killed = points.map((point) => ({ point, registry: join(folder, String(point), "registry") }));
    for (const { registry } of killed) mkdirSync(join(registry, ".."), { recursive: true });
    await Promise.all(
      killed.map(async ({ point, registry }) => {
        expect(await inChild(registry, "a", point), `killed before operation ${point}`).toEqual({ signal: "SIGKILL" });
      }),
    );
    for (const { point, registry: path } of killed) {
      const registry = new FolderRegistry(path);
      const { versions, broken } = await registry.list();
      expect(broken, `killed before operation ${point}`).toEqual([]);
      expect(versions.length).toBe(point <= 12 ? 0 : 1);
      expect(await registry.aliases()).toEqual({});
      if (versions[0]) await expect(registry.download(1, join(path, "..", "back"))).resolves.toBeUndefined();

      ageLock(path, 60_000);
      const { folder, entry } = await plainBundle(join(path, "..", "bundle"));
      expect((await registry.add(folder, entry)).version.version).toBe(1);
      await registry.setAlias({ ...move, to: 1 });
      expect(await registry.aliases()).toEqual({ candidate: 1 });
      expect(readdirSync(path).toSorted()).toEqual(["aliases.json", "v1"]);
    }
  });

  it("waits for a lock whose holder is no more, and takes it", async () => {
    const path = join(temporaryFolder(), "registry");
    mkdirSync(join(path, ".lock"), { recursive: true });
    const { folder, entry } = await plainBundle(join(path, "..", "bundle"));
    ageLock(path, 3_000);
    const began = performance.now();
    expect((await new FolderRegistry(path).add(folder, entry)).version.version).toBe(1);
    expect(performance.now() - began).toBeGreaterThan(500);
  });
});

describe("a registry in a folder that was damaged", () => {
  async function withTwoVersions() {
    const path = join(temporaryFolder(), "registry");
    const registry = new FolderRegistry(path);
    for (const model of ["a", "b"]) {
      const { folder, entry } = await plainBundle(join(path, "..", model), { model });
      await registry.add(folder, entry);
      await registry.setAlias({ ...move, to: model === "a" ? 1 : 2 });
    }
    return { path, registry };
  }

  it.each(["", "{}", "{ cut"])("lists the other versions when a version.json holds %o", async (text) => {
    const { path, registry } = await withTwoVersions();
    writeFileSync(join(path, "v2", "version.json"), text);
    const { versions, broken } = await registry.list();
    expect(versions.map(({ version }) => version)).toEqual([1]);
    expect(broken).toEqual([{ version: 2, fault: expect.stringContaining("version.json") }]);
    await expect(registry.get("candidate")).rejects.toMatchObject({ code: "ARTIFACT_INVALID" });
    const { folder, entry } = await plainBundle(join(path, "..", "b again"), { model: "b" });
    expect((await registry.add(folder, entry)).version.version).toBe(3);
  });

  it("never brings a bundle whose bytes were changed, and leaves what was there", async () => {
    const { path, registry } = await withTwoVersions();
    writeFileSync(join(path, "v1", "weights.bin"), "changed");
    const into = (await plainBundle(join(path, "..", "into"), { model: "old" })).folder;
    await expect(registry.download(1, into)).rejects.toMatchObject({ code: "ARTIFACT_INVALID" });
    expect(readdirSync(into)).toContain("weights.bin");
    expect((await plainBundle(into, { model: "old" })).entry.modelDigest).toBeTypeOf("string");
  });

  it("does not give a number again that was deleted while an alias named it", async () => {
    const { path, registry } = await withTwoVersions();
    rmSync(join(path, "v2"), { recursive: true });
    await expect(registry.get("candidate")).rejects.toThrow("points at version 2, which is not there");
    const { folder, entry } = await plainBundle(join(path, "..", "c"), { model: "c" });
    expect((await registry.add(folder, entry)).version.version).toBe(3);
  });

  it("says so when it can't be written", async () => {
    const path = join(temporaryFolder(), "registry");
    writeFileSync(path, "a file in its place");
    const { folder, entry } = await plainBundle(join(path, "..", "bundle"));
    await expect(new FolderRegistry(path).add(folder, entry)).rejects.toMatchObject({ code: "UNREACHABLE" });
  });

  it("says so when the aliases can't be read, and changes nothing", async () => {
    const { path, registry } = await withTwoVersions();
    writeFileSync(join(path, "aliases.json"), "[");
    await expect(registry.aliases()).rejects.toMatchObject({ code: "ARTIFACT_INVALID" });
    await expect(registry.setAlias({ ...move, to: 1 })).rejects.toMatchObject({ code: "ARTIFACT_INVALID" });
    rmSync(join(path, "aliases.json"));
    mkdirSync(join(path, "aliases.json"));
    await expect(registry.setAlias({ ...move, to: 1 })).rejects.toMatchObject({ code: "ARTIFACT_MISSING" });
  });
});
