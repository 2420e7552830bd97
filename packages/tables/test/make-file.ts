import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

const all = mkdtempSync(join(tmpdir(), "churn-test-"));
afterAll(() => rmSync(all, { recursive: true, force: true }));

/** The path of a file of the test's own, with this content. */
export function makeFile(name: string, content?: string | Uint8Array): string {
  const path = join(mkdtempSync(join(all, "folder-")), name);
  if (content !== undefined) writeFileSync(path, content);
  return path;
}
