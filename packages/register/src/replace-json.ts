import { rename, writeFile } from "node:fs/promises";

/** One rename: whoever reads, or is killed, finds the old file or the whole new one. For one writer at a time. */
export async function replaceJson(path: string, value: unknown): Promise<void> {
  const temporary = `${path}.tmp`;
  await writeFile(temporary, `${JSON.stringify(value, null, 2)}\n`);
  await rename(temporary, path);
}
