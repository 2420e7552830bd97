import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

const all = mkdtempSync(join(tmpdir(), "churn-test-"));
afterAll(() => rmSync(all, { recursive: true, force: true }));

/** A folder of the test's own with these files in it, as a function from a path in it to the whole path. */
export function makeFolder(files: Record<string, string> = {}): (...path: string[]) => string {
  const folder = mkdtempSync(join(all, "folder-"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return (...path) => join(folder, ...path);
}
