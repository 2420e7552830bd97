import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Bundle, readBundle } from "@churn/bundle";
import { Champion, type ChampionVersion, PipelineError } from "@churn/contracts";
import { readJson } from "@churn/runtime";

const FIX = "run `npm run champion`, which brings it";

/** Where a champion's bundle lies: beside the champion.json that names it, and git-ignored. */
export const championFolder = (path: string): string => join(dirname(path), "artifacts", "champion");

/** @param path - of champion.json */
export async function readChampion(path: string): Promise<ChampionVersion | null> {
  return (await readJson(path, Champion, `restore it from git: git checkout ${path}`)).champion;
}

/**
 * The bundle that champion.json names; undefined where it may be absent and is.
 *
 * @param mayBeAbsent - as in pull requests from forks, which reach no registry
 * @throws PipelineError ARTIFACT_MISSING when it is not there, ARTIFACT_INVALID when there is another one
 */
export async function championBundle(
  path: string,
  { version, modelDigest }: ChampionVersion,
  mayBeAbsent: boolean,
): Promise<Bundle | undefined> {
  const folder = championFolder(path);
  const named = `version ${version}, which ${path} names as champion`;
  const refuse = (code: "ARTIFACT_MISSING" | "ARTIFACT_INVALID", what: string, cause?: unknown) =>
    new PipelineError(code, { what, where: folder, fix: FIX, cause });
  if (!existsSync(folder)) {
    if (mayBeAbsent) return undefined;
    throw refuse("ARTIFACT_MISSING", `the bundle of ${named}, is not in ${folder}`);
  }
  const bundle = await readBundle(folder).catch((error) => {
    if (!(error instanceof PipelineError)) throw error;
    throw refuse("ARTIFACT_INVALID", `the bundle of ${named}, can't be used: ${error.message}`, error);
  });
  if (bundle.modelDigest === modelDigest) return bundle;
  throw refuse("ARTIFACT_INVALID", `${folder} holds another model than ${named}: ${bundle.modelDigest}`);
}
