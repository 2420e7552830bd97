import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleDigests } from "@churn/bundle";
import { FolderRegistry } from "@churn/registry";
import { plainBundle } from "@churn/registry/test-support";
import { temporaryFolder } from "@churn/runtime/test-support";
import { beforeEach, describe, expect, it } from "vitest";
import { refreshChampion } from "../src/refresh-champion.ts";

let registry: FolderRegistry;
let path: string;
const folder = () => join(path, "../artifacts/champion");
const champion = () => JSON.parse(readFileSync(path, "utf8")).champion;
const digests: string[] = [];

beforeEach(async () => {
  registry = new FolderRegistry(join(temporaryFolder(), "registry"));
  path = join(temporaryFolder(), "champion.json");
  writeFileSync(path, '{ "champion": null }\n');
  digests.length = 0;
  for (const model of ["a", "b"]) {
    const { folder, entry } = await plainBundle(join(temporaryFolder(), "bundle"), { model });
    digests.push((await registry.add(folder, entry)).version.modelDigest);
  }
});
const promote = (to: number) =>
  registry.setAlias({ alias: "production", to, at: "2026-01-31T12:00:00.000Z", by: "ada", why: "a test" });

describe("npm run champion", () => {
  it("leaves champion.json as it is while nothing is in production", async () => {
    expect(await refreshChampion(registry, path)).toEqual([`${path}: no champion, as before`]);
    expect(readFileSync(path, "utf8")).toBe('{ "champion": null }\n');
    expect(existsSync(folder())).toBe(false);
  });

  it("names what is in production, brings its bundle, and says what has changed", async () => {
    await promote(1);
    expect(await refreshChampion(registry, path)).toEqual([
      expect.stringMatching(/: version 1 \(sha256 [0-9a-f]{12}…\), before: no champion$/),
      expect.stringMatching(/artifacts\/champion: brought from /),
    ]);
    await promote(2);
    expect((await refreshChampion(registry, path))[0]).toMatch(/version 2 .*, before: version 1 /);
    expect(champion()).toEqual({ version: 2, modelDigest: digests[1] });
    expect((await bundleDigests(folder())).modelDigest).toBe(digests[1]);
  });

  it("does nothing the second time", async () => {
    await promote(1);
    await refreshChampion(registry, path);
    const written = () => [path, join(folder(), "weights.bin")].map((file) => statSync(file).mtimeMs);
    const before = written();
    expect(await refreshChampion(registry, path)).toEqual([expect.stringMatching(/version 1 .*, as before$/)]);
    expect(written()).toEqual(before);
  });

  it("brings the bundle back when it is gone or was changed", async () => {
    await promote(1);
    await refreshChampion(registry, path);
    writeFileSync(join(folder(), "weights.bin"), "edited");
    expect(await refreshChampion(registry, path)).toHaveLength(2);
    expect((await bundleDigests(folder())).modelDigest).toBe(digests[0]);
  });

  it("brings what champion.json names, when asked to, though another one is in production", async () => {
    await promote(2);
    writeFileSync(path, JSON.stringify({ champion: { version: 1, modelDigest: digests[0] } }));
    expect((await refreshChampion(registry, path, true))[0]).toMatch(/version 1 .*, as before$/);
    expect((await bundleDigests(folder())).modelDigest).toBe(digests[0]);
  });

  it("takes the champion back when nothing is in production any more", async () => {
    await promote(1);
    await refreshChampion(registry, path);
    writeFileSync(join(registry.location, "aliases.json"), "[]");
    expect(await refreshChampion(registry, path)).toEqual([
      expect.stringMatching(/no champion, before: version 1 /),
      `${folder()}: removed`,
    ]);
    expect(champion()).toBeNull();
  });

  it.each([
    { when: "does not have", version: 7, digest: () => digests[0], says: /has no version 7/ },
    { when: "has as another model", version: 1, digest: () => digests[1], says: /has another version 1/ },
  ])("forgets no champion that this registry $when", async ({ version, digest, says }) => {
    writeFileSync(path, JSON.stringify({ champion: { version, modelDigest: digest() } }));
    const before = readFileSync(path, "utf8");
    await expect(refreshChampion(registry, path)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(says),
    });
    expect(readFileSync(path, "utf8")).toBe(before);
  });
});
