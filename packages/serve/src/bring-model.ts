import { openBundle } from "@churn/bundle";
import { PipelineError } from "@churn/contracts";
import type { TensorFlow } from "@churn/model";
import { type Registry, withBundle } from "@churn/registry";
import { ServedModel } from "./served-model.ts";

/**
 * A registered version, ready to answer: brought to a temporary place, its digest checked, its golden rows answered.
 *
 * @throws PipelineError UNREACHABLE when the registry does not answer, another code when the version is not fit
 */
export async function bringModel(registry: Registry, version: number, tf: TensorFlow): Promise<ServedModel> {
  const registered = await registry.get(version);
  if (!registered) throw unfit(registry, `version ${version} is not there`);
  return withBundle(registry, version, async (folder) => {
    const bundle = await openBundle(folder, tf);
    if (bundle.modelDigest === registered.modelDigest) return new ServedModel(version, bundle);
    bundle.dispose();
    throw unfit(registry, `version ${version} came with the bytes of another model`);
  });
}

const unfit = (registry: Registry, what: string) =>
  new PipelineError("ARTIFACT_INVALID", {
    what,
    where: registry.location,
    fix: "run `npm run models`, which lists the versions that are there",
  });
