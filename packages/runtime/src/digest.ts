import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { hashFile } from "./files.ts";

/**
 * One digest for many files: the sha256 of lines `<sha256>  <name>`, sorted by name. In the folder of the files,
 * `LC_ALL=C; sha256sum NAMES… | sha256sum` prints the same.
 */
export function digestOf(hashes: Readonly<Record<string, string>>): string {
  const lines = Object.keys(hashes)
    .sort()
    .map((name) => `${hashes[name]}  ${name}\n`);
  return createHash("sha256").update(lines.join("")).digest("hex");
}

/** sha256 of a plain value, whatever the order of its keys. */
export const digestOfJson = (value: object): string =>
  createHash("sha256")
    .update(JSON.stringify(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))))
    .digest("hex");

/** sha256 of a file's bytes, or of a folder's files by their names in it. */
export async function hashPath(path: string): Promise<string> {
  const files = await filesBelow(path);
  if (files === undefined) return hashFile(path, "sha256");
  return digestOf(await hashFiles(path, files));
}

export async function hashFiles(folder: string, names: readonly string[]): Promise<Record<string, string>> {
  const hashes = names.map(async (name) => [name, await hashFile(join(folder, name), "sha256")] as const);
  return Object.fromEntries(await Promise.all(hashes));
}

/** Names with forward slashes, relative to the folder; undefined for a file. */
export async function filesBelow(folder: string, prefix = ""): Promise<string[] | undefined> {
  try {
    const entries = await readdir(join(folder, prefix), { withFileTypes: true });
    const names = entries.map(async (entry) => {
      const name = `${prefix}${entry.name}`;
      return entry.isDirectory() ? ((await filesBelow(folder, `${name}/`)) ?? []) : [name];
    });
    return (await Promise.all(names)).flat();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return undefined;
    throw error;
  }
}
