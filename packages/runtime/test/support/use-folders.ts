import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

export type MakeFolder = (files?: Record<string, string | Uint8Array>) => (...path: string[]) => string;

/**
 * Folders for the tests of one file, removed at its end. Each holds the files that are asked for and is a function from
 * a path inside it to the whole path.
 */
export function useFolders(): MakeFolder {
  const all = mkdtempSync(join(tmpdir(), "churn-test-"));
  afterAll(() => rmSync(all, { recursive: true, force: true }));
  return (files = {}) => {
    const folder = mkdtempSync(join(all, "folder-"));
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    return (...path) => join(folder, ...path);
  };
}
