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
  if (!isAlias && !/^[1-9]\d*$/.test(name)) {
    throw new PipelineError("USAGE_INVALID", {
      what: `${JSON.stringify(name)} is no version: expected a number, or ${ALIASES.join(", ")}`,
      where: "the command line",
      fix: "for example npm run models -- show 1",
    });
  }
  const found = await registry.get(isAlias ? (name as Alias) : Number(name));
  if (found) return found;
  throw new PipelineError("ARTIFACT_MISSING", {
    what: isAlias ? `no version is ${name}` : `there is no version ${name}`,
    where: registry.location,
    fix: "run `npm run models`, which lists those that are there",
  });
}

/** What the bundle of a version says about where it comes from; the whole bundle is brought and checked. */
export const lineageOfVersion = (registry: Registry, { version }: ModelVersion): Promise<Lineage> =>
  withBundle(registry, version, async (folder) => (await readBundle(folder)).lineage);
