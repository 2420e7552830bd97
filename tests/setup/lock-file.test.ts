import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "@churn/tools/project.mjs";
import { describe, expect, test } from "vitest";

type Entry = {
  version?: string;
  resolved?: string;
  link?: boolean;
  engines?: { node?: string };
  optionalDependencies?: Record<string, string>;
};
const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as { packages: Record<string, Entry> };
const entries = Object.entries(lock.packages);
const isLocked = (parent: string, name: string) =>
  `${parent}/node_modules/${name}` in lock.packages || `node_modules/${name}` in lock.packages;

describe("package-lock.json", () => {
  test.each(["@biomejs/biome", "@duckdb/node-bindings", "esbuild", "rolldown", "turbo", "typescript", "lightningcss"])(
    "has every platform's package of %s",
    (name) => {
      const parents = entries.filter(
        ([path]) => path === `node_modules/${name}` || path.endsWith(`/node_modules/${name}`),
      );
      const platforms = parents.flatMap(([path, { optionalDependencies = {} }]) =>
        Object.keys(optionalDependencies).map((platform) => [path, platform] as const),
      );
      for (const system of [/linux/, /darwin/, /win32|windows/]) {
        expect(
          platforms.some(([, platform]) => system.test(platform)),
          String(system),
        ).toBe(true);
      }
      expect(platforms.filter(([path, platform]) => !isLocked(path, platform))).toEqual([]);
    },
  );

  test("has every optional dependency that any package names", () => {
    const named = entries.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).map((name) => [path, name] as const),
    );
    expect(named.filter(([path, name]) => !isLocked(path, name))).toEqual([]);
  });

  test("names no address to download from", () => {
    const addresses = entries.filter(([, { resolved = "" }]) => /^[a-z+]+:\/\//.test(resolved));
    expect(addresses).toEqual([]);
  });

  test("holds nothing that needs a newer Node than 20.19", () => {
    const tooNew = entries.filter(([, { engines }]) => engines?.node && !allows(engines.node, [20, 19, 0]));
    expect(tooNew.map(([path, { engines }]) => `${path} wants ${engines?.node}`)).toEqual([]);
  });
});

test.each([
  { range: ">=18", allowed: true },
  { range: "^18.17.0 || >= 20.5", allowed: true },
  { range: "^20.19.0 || >=22.12.0", allowed: true },
  { range: ">= 16 < 20", allowed: false },
  { range: ">=22.12", allowed: false },
  { range: "20 || >=22", allowed: true },
  { range: "18.* || 19.*", allowed: false },
  { range: "*", allowed: true },
])("$range allows 20.19: $allowed", ({ range, allowed }) => expect(allows(range, [20, 19, 0])).toBe(allowed));

type Version = [number, number, number];

/** Does a version lie in a range of npm's, as far as `engines` use them: ||, spaces, and the signs before a version? */
function allows(range: string, version: Version): boolean {
  return range.split("||").some((all) =>
    all
      .replace(/([<>=^~])\s+/g, "$1")
      .trim()
      .split(/\s+/)
      .every((one) => isWithin(one, version)),
  );
}

function isWithin(one: string, version: Version): boolean {
  const [, sign = "", text = ""] = /^([<>=^~]*)v?(.*)$/.exec(one) ?? [];
  const parts = text
    .split(".")
    .map((part) => Number.parseInt(part, 10))
    .filter((part) => !Number.isNaN(part));
  if (parts.length === 0) return true;
  const [major = 0, minor = 0, patch = 0] = parts;
  const order = version[0] - major || version[1] - minor || version[2] - patch;
  if (sign === ">=") return order >= 0;
  if (sign === ">") return order > 0;
  if (sign === "<") return order < 0;
  if (sign === "<=") return order <= 0;
  if (sign === "^") return version[0] === major && order >= 0;
  if (sign === "~") return version[0] === major && version[1] === minor && order >= 0;
  return parts.every((part, at) => part === version[at]);
}
