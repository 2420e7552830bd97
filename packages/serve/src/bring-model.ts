import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBundle } from "@churn/bundle";
import { PipelineError } from "@churn/contracts";
import type { TensorFlow } from "@churn/model";
import type { Registry } from "@churn/registry";
import { ServedModel } from "./served-model.ts";

/**
 * A registered version, ready to answer: brought to a temporary place, its digest checked, its golden rows answered.
 *
 * @throws PipelineError UNREACHABLE when the registry does not answer, another code when the version is not fit
 */
export async function bringModel(registry: Registry, version: number, tf: TensorFlow): Promise<ServedModel> {
  const registered = await registry.get(version);
  if (!registered) throw unfit(registry, `version ${version} is not there`);
  const folder = await mkdtemp(join(tmpdir(), "churn-serve-"));
  try {
    const into = join(folder, "bundle");
    await registry.download(version, into);
    const bundle = await openBundle(into, tf);
    if (bundle.modelDigest === registered.modelDigest) return new ServedModel(version, bundle);
    bundle.dispose();
    throw unfit(registry, `version ${version} came with the bytes of another model`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const unfit = (registry: Registry, what: string) =>
  new PipelineError("ARTIFACT_INVALID", {
    what,
    where: registry.location,
    fix: "run `npm run models`, which lists the versions that are there",
  });
