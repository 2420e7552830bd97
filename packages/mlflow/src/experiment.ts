import { z } from "zod";
import { type MlflowClient, Nothing } from "./mlflow-client.ts";
import { MlflowError, unlessErrorCode } from "./mlflow-error.ts";

const Found = z.object({ experiment: z.object({ experiment_id: z.string(), lifecycle_stage: z.string() }) });

/**
 * The id of an experiment; undefined when there is none of that name.
 *
 * @throws MlflowError UNREACHABLE when it was deleted: MLflow then keeps its name
 */
export async function findExperiment(client: MlflowClient, name: string): Promise<string | undefined> {
  const found = await client
    .get("experiments/get-by-name", { experiment_name: name }, Found)
    .catch(unlessErrorCode("RESOURCE_DOES_NOT_EXIST"));
  if (found?.experiment.lifecycle_stage === "deleted") {
    const what = `the experiment ${name} was deleted in MLflow at ${client.url}`;
    throw new MlflowError("UNREACHABLE", { what, where: client.url, fix: "restore it there" });
  }
  return found?.experiment.experiment_id;
}

export async function ensureExperiment(client: MlflowClient, name: string): Promise<string> {
  const found = await findExperiment(client, name);
  if (found !== undefined) return found;
  await client.post("experiments/create", { name }, Nothing).catch(unlessErrorCode("RESOURCE_ALREADY_EXISTS"));
  return ensureExperiment(client, name);
}
