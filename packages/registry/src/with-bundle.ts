import { join } from "node:path";
import { inWorkFolder } from "@churn/runtime";
import type { Registry } from "./registry.ts";

/** Brings the bundle of a version into a folder that is there, checked, for as long as `use` takes. */
export function withBundle<T>(registry: Registry, version: number, use: (folder: string) => Promise<T>): Promise<T> {
  return inWorkFolder("churn-version-", async (work) => {
    await registry.download(version, join(work, "bundle"));
    return use(join(work, "bundle"));
  });
}
