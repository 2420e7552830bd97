import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** Files for the tests of one file, removed at its end: the path of each, in a folder of its own, with this content. */
export function useFiles(): (name: string, content?: string | Uint8Array) => string {
  const all = mkdtempSync(join(tmpdir(), "churn-test-"));
  afterAll(() => rmSync(all, { recursive: true, force: true }));
  return (name, content) => {
    const path = join(mkdtempSync(join(all, "folder-")), name);
    if (content !== undefined) writeFileSync(path, content);
    return path;
  };
}
