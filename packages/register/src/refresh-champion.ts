import { existsSync, rmSync } from "node:fs";
import { requireDigests } from "@churn/bundle";
import { championFolder, readChampion } from "@churn/champion";
import { type ChampionVersion, PipelineError } from "@churn/contracts";
import type { ModelVersion, Registry } from "@churn/registry";
import { log, writeJson } from "@churn/runtime";

/**
 * Makes champion.json name the version behind `production`, or null, and brings its bundle beside it. What is right
 * already stays as it is.
 *
 * @param path - of champion.json
 * @param pinned - bring the version that champion.json names, whatever is in production now
 * @returns what has changed, line by line
 * @throws PipelineError ARTIFACT_MISSING when the registry does not know the champion
 */
export async function refreshChampion(registry: Registry, path: string, pinned = false): Promise<string[]> {
  const named = await readChampion(path);
  const production = await registry.get("production");
  const known = named && (pinned || !production) ? await versionOf(registry, named, path) : undefined;
  const version = pinned ? known : production;
  const keeps = version?.version === named?.version && version?.modelDigest === named?.modelDigest;
  const folder = championFolder(path);
  const brought = version ? await bringBundle(registry, version, folder) : removeBundle(folder);
  if (keeps) return [`${path}: ${inWords(named)}, as before`, ...brought];
  const champion = version ? { version: version.version, modelDigest: version.modelDigest } : null;
  writeJson(path, { champion });
  return [`${path}: ${inWords(champion)}, before: ${inWords(named)}`, ...brought];
}

/** After production has moved: what fails now takes nothing back, and says so. */
export async function championFollows(registry: Registry, path: string, { version }: ModelVersion): Promise<string[]> {
  try {
    return await refreshChampion(registry, path);
  } catch (error) {
    log(
      `production is on version ${version}, but ${path} could not follow; mend what comes next, then run \`npm run champion\``,
    );
    throw error;
  }
}

async function versionOf(registry: Registry, named: ChampionVersion, path: string): Promise<ModelVersion> {
  const found = await registry.get(named.version);
  if (found?.modelDigest === named.modelDigest) return found;
  throw new PipelineError("ARTIFACT_MISSING", {
    what: `${registry.location} ${found ? "has another" : "has no"} ${inWords(named)}, which ${path} names as champion`,
    where: registry.location,
    fix: `use the registry that it was promoted in, or take it back with { "champion": null } in ${path}`,
  });
}

async function bringBundle(registry: Registry, version: ModelVersion, folder: string): Promise<string[]> {
  const isThere =
    existsSync(folder) &&
    (await requireDigests(folder, version).then(
      () => true,
      () => false,
    ));
  if (isThere) return [];
  await registry.download(version.version, folder);
  return [`${folder}: brought from ${registry.location}`];
}

function removeBundle(folder: string): string[] {
  if (!existsSync(folder)) return [];
  rmSync(folder, { recursive: true });
  return [`${folder}: removed`];
}

const inWords = (champion: ChampionVersion | null): string =>
  champion ? `version ${champion.version} (sha256 ${champion.modelDigest.slice(0, 12)}…)` : "no champion";
