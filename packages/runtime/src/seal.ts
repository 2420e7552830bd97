import { join } from "node:path";
import { PipelineError, SEAL_FILE, Seal } from "@churn/contracts";
import { filesBelow, hashFiles } from "./digest.ts";
import { hashFile, writeJson } from "./files.ts";
import { readJson } from "./read-json.ts";

/** Writes down which files a folder holds now, and what they were made of. */
export async function writeSeal(folder: string, madeOf: Seal["madeOf"] = {}): Promise<void> {
  writeJson(join(folder, SEAL_FILE), { files: await hashFiles(folder, await sealedFiles(folder)), madeOf });
}

/** A folder as its own seal knows it: another transformer, weights or part make another digest. */
export const sealDigest = (folder: string): Promise<string> => hashFile(join(folder, SEAL_FILE), "sha256");

/**
 * Refuses a folder whose files are not those that one run of a stage wrote together.
 *
 * @throws PipelineError ARTIFACT_INVALID naming the files that are of another run
 */
export async function requireSeal(folder: string, fix: string): Promise<Seal> {
  const seal = await readJson(join(folder, SEAL_FILE), Seal, fix);
  const found = await hashFiles(folder, await sealedFiles(folder));
  const names = Object.keys({ ...seal.files, ...found }).filter((name) => seal.files[name] !== found[name]);
  if (names.length === 0) return seal;
  throw new PipelineError("ARTIFACT_INVALID", {
    what: `${folder} holds what was not written together: ${names.sort().join(", ")} is of another run, or was changed`,
    where: folder,
    fix,
  });
}

/**
 * Refuses a model that was not trained on these features, or folders that hold parts of several runs.
 *
 * @throws PipelineError ARTIFACT_INVALID saying which
 */
export async function requireOneRun({ features, model }: { features: string; model: string }): Promise<void> {
  await requireSeal(features, "run `npx dvc repro -f preprocess`, then again");
  const fix = "run `npx dvc repro -f train`, then again";
  const { madeOf } = await requireSeal(model, fix);
  if (madeOf.features === (await sealDigest(features))) return;
  throw new PipelineError("ARTIFACT_INVALID", {
    what: `${model} was trained on other features than those in ${features}`,
    where: model,
    fix,
  });
}

const sealedFiles = async (folder: string) => ((await filesBelow(folder)) ?? []).filter((name) => name !== SEAL_FILE);
