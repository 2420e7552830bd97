import { openBundle } from "@churn/bundle";
import { PipelineError } from "@churn/contracts";
import type { TensorFlow } from "@churn/model";
import { openRegistry } from "@churn/registry";
import { bringModel } from "./bring-model.ts";
import type { Source } from "./serve-options.ts";
import { ServedModel } from "./served-model.ts";

/**
 * The model to begin with.
 *
 * @throws PipelineError ARTIFACT_MISSING when nothing is behind the alias, and all that a bundle can have
 */
export async function firstModel(source: Source, tf: TensorFlow): Promise<ServedModel> {
  if ("bundle" in source) return new ServedModel(source.version, await openBundle(source.bundle, tf));
  const registry = openRegistry();
  if ("version" in source) return bringModel(registry, source.version, tf);
  const version = (await registry.aliases())[source.alias];
  if (version !== undefined) return bringModel(registry, version, tf);
  const { alias } = source;
  throw new PipelineError("ARTIFACT_MISSING", {
    what: `no version is ${alias}, so there is nothing to serve`,
    where: registry.location,
    fix: alias === "candidate" ? "run `npm run register`" : `run \`npm run promote -- --to ${alias}\``,
  });
}
