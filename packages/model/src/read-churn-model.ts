import { join } from "node:path";
import { readBytes, readText } from "@churn/runtime";
import { ChurnModel } from "./churn-model.ts";
import type { TensorFlow } from "./load-tensorflow.ts";

/**
 * The network in a folder that holds its two files.
 *
 * @throws PipelineError ARTIFACT_MISSING without them, ARTIFACT_INVALID when they are cut short or of something else
 */
export async function readChurnModel(tf: TensorFlow, folder: string, fix: string): Promise<ChurnModel> {
  const files = {
    "model.json": await readText(join(folder, "model.json"), fix),
    "weights.bin": await readBytes(join(folder, "weights.bin"), fix),
  };
  return ChurnModel.fromFiles(tf, files, folder);
}
