import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readBundle, readScorer } from "@churn/bundle";
import { Reference } from "@churn/contracts";
import { loadTensorFlow } from "@churn/model";
import { findVersion, openRegistry } from "@churn/registry";
import { log, readEnvironment, readJson } from "@churn/runtime";
import type { DriftReference } from "./detect-drift.ts";

/** Where the pipeline puts the bundle that it sealed last. */
const SEALED = join("models", "churn");

/**
 * The bundle to measure drift by: the one in `folder`, else the version that `alias` names, else the one in production,
 * else the one that was sealed last.
 *
 * @throws PipelineError ARTIFACT_MISSING when it is not there, ARTIFACT_INVALID when it is broken
 */
export async function findReference(options: { reference?: string; alias?: string }): Promise<DriftReference> {
  const { reference: folder, alias } = options;
  if (folder !== undefined) return readReference(folder, null);
  const registry = openRegistry();
  const version = alias === undefined ? await registry.get("production") : await findVersion(registry, alias);
  if (version === undefined) {
    log(`no version is in production: compared with the bundle in ${SEALED}`);
    return readReference(SEALED, null);
  }
  log(`compared with version ${version.version} (${alias ?? "production"})`);
  const work = await mkdtemp(join(tmpdir(), "churn-reference-"));
  try {
    await registry.download(version.version, join(work, "bundle"));
    return await readReference(join(work, "bundle"), version.version);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

const Sealed = Reference.required({ scores: true });

export async function readReference(folder: string, version: number | null): Promise<DriftReference> {
  const bundle = await readBundle(folder);
  const reference = await readJson(join(folder, "reference.json"), Sealed, "run `npx dvc repro`, which seals it anew");
  const { tf } = await loadTensorFlow(readEnvironment().TFJS_BACKEND);
  return { bundle, reference, version, scorer: await readScorer(folder, tf) };
}
