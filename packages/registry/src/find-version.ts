import { readBundle } from "@churn/bundle";
import { type Lineage, PipelineError } from "@churn/contracts";
import { ALIASES, type Alias, type ModelVersion, type Registry } from "./registry.ts";
import { withBundle } from "./with-bundle.ts";

/**
 * @param name - a number or an alias
 * @throws PipelineError USAGE_INVALID for what is neither, ARTIFACT_MISSING when there is no such version
 */
export async function findVersion(registry: Registry, name: string): Promise<ModelVersion> {
  const isAlias = ALIASES.includes(name as Alias);
  const found = await registry.get(isAlias ? (name as Alias) : versionNumber(name, `, or ${ALIASES.join(", ")}`));
  if (found) return found;
  throw new PipelineError("ARTIFACT_MISSING", {
    what: isAlias ? `no version is ${name}` : `there is no version ${name}`,
    where: registry.location,
    fix: "run `npm run models`, which lists those that are there",
  });
}

/** @throws PipelineError USAGE_INVALID for what is no number of a version */
export function versionNumber(text: string, orElse = ""): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new PipelineError("USAGE_INVALID", {
    what: `${JSON.stringify(text)} is no version: expected a number${orElse}`,
    where: "the command line",
    fix: "see which there are: npm run models",
  });
}

/** What the bundle of a version says about where it comes from; the whole bundle is brought and checked. */
export const lineageOfVersion = (registry: Registry, { version }: ModelVersion): Promise<Lineage> =>
  withBundle(registry, version, async (folder) => (await readBundle(folder)).lineage);
