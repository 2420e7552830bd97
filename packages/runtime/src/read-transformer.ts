import { join } from "node:path";
import { FEATURE_FILES, PipelineError, TransformerState } from "@churn/contracts";
import { readJson } from "./read-json.ts";

/**
 * The fitted state in a folder of features.
 *
 * @throws PipelineError ARTIFACT_INVALID when it was fitted to another dataset than the one in use
 */
export async function readTransformer(features: string, dataset: string): Promise<TransformerState> {
  const path = join(features, FEATURE_FILES.transformer);
  const fix = "run `npm run preprocess`, which writes it";
  const state = await readJson(path, TransformerState, fix);
  if (state.dataset === dataset) return state;
  throw new PipelineError("ARTIFACT_INVALID", {
    what: `${path} was fitted to ${state.dataset}, but params.yaml asks for ${dataset}`,
    where: path,
    fix: `${fix}, or set dataset: ${state.dataset} in params.yaml`,
  });
}
