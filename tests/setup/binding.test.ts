import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { prepareBackend, readBackend } from "@churn/tools/setup/backend.mjs";
import { bindingCache, fillCache, fromCache, userCache } from "@churn/tools/setup/binding-cache.mjs";
import { hasBinding, LASTING_LINKS, linkBinding, tfjsFolder } from "@churn/tools/setup/binding-files.mjs";
import { fromWheel } from "@churn/tools/setup/binding-wheel.mjs";
import { describe, expect, test } from "vitest";
import { temporaryFolder, writeIn } from "./temporary-folder.ts";

const BINDING = { "lib/napi-v8/tfjs_binding.node": "binding", "deps/lib/libtensorflow.so.2": "library" };
const project = () => temporaryFolder({ "node_modules/@tensorflow/tfjs-node/package.json": `{"version":"4.22.0"}` });
const fill = (folder: string) => {
  for (const [path, text] of Object.entries(BINDING)) writeIn(folder, path, text);
};

describe("the cache of bindings", () => {
  test("gives node_modules its binding back", async () => {
    const root = project();
    const cache = bindingCache(root, { XDG_CACHE_HOME: temporaryFolder(), LOCALAPPDATA: temporaryFolder() });
    expect(fromCache({ root, cache })).toBeNull();
    await fillCache(cache, fill);
    expect(fromCache({ root, cache })).toBeUndefined();
    expect(readFileSync(join(tfjsFolder(root), "deps", "lib", "libtensorflow.so.2"), "utf8")).toBe("library");
  });

  test("never holds what was not finished", async () => {
    const cache = join(temporaryFolder(), "binding");
    const failure = await fillCache(cache, (folder: string) => {
      fill(folder);
      return "not compiled";
    });
    expect(failure).toBe("not compiled");
    expect(readdirSync(join(cache, ".."))).toEqual([]);
  });

  test("throws away what a killed process left behind", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    const folder = temporaryFolder({
      [`unfinished-${pid}-abc/half.whl`]: "",
      [`unfinished-${process.ppid}-abc/half.whl`]: "",
    });
    await fillCache(join(folder, "binding"), fill);
    expect(readdirSync(folder).sort()).toEqual(["binding", `unfinished-${process.ppid}-abc`]);
  });

  test.each([
    { platform: "linux", env: {}, path: "/home/ada/.cache/churn-starter" },
    { platform: "linux", env: { XDG_CACHE_HOME: "/big" }, path: "/big/churn-starter" },
    { platform: "darwin", env: {}, path: "/home/ada/Library/Caches/churn-starter" },
    { platform: "win32", env: { LOCALAPPDATA: "/local" }, path: "/local/churn-starter" },
  ])("is the user's own on $platform: $path", ({ platform, env, path }) => {
    expect(userCache(env, platform as NodeJS.Platform, "/home/ada").replaceAll("\\", "/")).toBe(path);
  });

  test("moves into node_modules where the user's can't be written", () => {
    const root = project();
    const file = join(temporaryFolder({ file: "" }), "file");
    const cache = bindingCache(root, { XDG_CACHE_HOME: file, LOCALAPPDATA: file });
    if (process.platform !== "darwin") expect(cache.startsWith(join(root, "node_modules"))).toBe(true);
    else expect(cache).toContain("Caches");
  });
});

test("a copy for the cache is none that points back", () => {
  const [from, to] = [temporaryFolder(BINDING), temporaryFolder()];
  linkBinding(from, to, LASTING_LINKS);
  expect(lstatSync(join(to, "lib", "napi-v8", "tfjs_binding.node")).isSymbolicLink()).toBe(false);
  rmSync(from, { recursive: true });
  expect(hasBinding(to)).toBe(true);
});

test.skipIf(process.platform !== "linux")("without a compiler it says what to install", async () => {
  expect(await fromWheel({ root: project(), env: { PATH: temporaryFolder() } })).toBe("no C++ compiler: install g++");
});

test("TFJS_BACKEND=wasm asks for no native library", async () => {
  const root = project();
  await prepareBackend(root, { env: { TFJS_BACKEND: "wasm" } });
  expect(readBackend(root)).toBeUndefined();
  expect(existsSync(join(tfjsFolder(root), "lib"))).toBe(false);
});
