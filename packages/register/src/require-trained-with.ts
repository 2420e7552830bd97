import { PipelineError, type TrainParams } from "@churn/contracts";
import { digestOfJson, requireSeal } from "@churn/runtime";

/**
 * Refuses a model that was trained with other parameters than those its lineage would name.
 *
 * @throws PipelineError ARTIFACT_INVALID
 */
export async function requireTrainedWith(model: string, params: TrainParams): Promise<void> {
  const fix = "run `npx dvc repro`, which trains with what params.yaml says now";
  const { madeOf } = await requireSeal(model, fix);
  if (madeOf.train === digestOfJson(params)) return;
  throw new PipelineError("ARTIFACT_INVALID", {
    what: `${model} was trained with other parameters than params.yaml names`,
    where: `${model}, and key train of params.yaml`,
    fix,
  });
}
