import { join } from "node:path";
import { log } from "@churn/runtime";
import { findVersion } from "./find-version.ts";
import { openRegistry } from "./open-registry.ts";
import { withBundle } from "./with-bundle.ts";

/** Where the pipeline puts the bundle that it sealed last. */
const SEALED = join("models", "churn");

/**
 * The bundle that somebody names by its folder, or by a version or an alias; else the one in production, and before the
 * first promotion the one that was sealed last. Says which.
 *
 * @param use - receives the folder, which may be a temporary one, and the version, null for a folder
 * @throws PipelineError ARTIFACT_MISSING when there is no such version
 */
export async function withModel<T>(
  named: { readonly folder?: string | undefined; readonly version?: string | undefined },
  use: (folder: string, version: number | null) => Promise<T>,
): Promise<T> {
  if (named.folder !== undefined) return use(named.folder, null);
  const registry = openRegistry();
  const name = named.version ?? "production";
  const found = await (named.version === undefined ? registry.get("production") : findVersion(registry, named.version));
  if (found === undefined) {
    log(`no version is in production: the model is the one in ${SEALED}`);
    return use(SEALED, null);
  }
  log(`the model is version ${found.version} (${name}), digest ${found.modelDigest.slice(0, 12)}`);
  return withBundle(registry, found.version, (folder) => use(folder, found.version));
}
