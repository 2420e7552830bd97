import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Registry } from "./registry.ts";

/** Brings the bundle of a version into a folder that is there, checked, for as long as `use` takes. */
export async function withBundle<T>(
  registry: Registry,
  version: number,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const work = await mkdtemp(join(tmpdir(), "churn-version-"));
  try {
    await registry.download(version, join(work, "bundle"));
    return await use(join(work, "bundle"));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
