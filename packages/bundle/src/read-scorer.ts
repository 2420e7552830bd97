import { join } from "node:path";
import { TransformerState } from "@churn/contracts";
import { type ChurnModel, readChurnModel, type TensorFlow } from "@churn/model";
import { readJson } from "@churn/runtime";

/** What turns customers into scores. */
export type Scorer = { readonly state: TransformerState; readonly model: ChurnModel };

/** @throws PipelineError ARTIFACT_MISSING when a file is not there, ARTIFACT_INVALID when one is cut short */
export async function readScorer(folder: string, tf: TensorFlow): Promise<Scorer> {
  const fix = "run `npx dvc repro`, which seals it anew";
  const state = await readJson(join(folder, "transformer.json"), TransformerState, fix);
  return { state, model: await readChurnModel(tf, folder, fix) };
}
