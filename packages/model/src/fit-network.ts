import { setImmediate } from "node:timers/promises";
import { PipelineError, type TrainParams } from "@churn/contracts";
import type { LayersModel } from "@tensorflow/tfjs";
import type { Batch } from "./batch.ts";
import { ChurnModel } from "./churn-model.ts";
import { FlatTraining, isFlatTrainable } from "./flat-training.ts";
import { LayersTraining } from "./layers-training.ts";
import type { TensorFlow } from "./load-tensorflow.ts";

/** `validationLoss` decides which epoch was the best. */
export type Epoch = { epoch: number; loss: number; validationLoss: number; validationRocAuc: number };

type Data = {
  readonly batches: (epoch: number) => AsyncIterable<Batch>;
  readonly validate: (model: ChurnModel) => Promise<{ loss: number; rocAuc: number }>;
};

/**
 * Trains until the validation loss has not got better for `patience` epochs, and leaves the network with the weights
 * of its best epoch.
 *
 * @throws PipelineError PARAMS_INVALID when a loss is no longer a number
 */
export async function fitNetwork(
  tf: TensorFlow,
  network: LayersModel,
  { batches, validate }: Data,
  { epochs, patience }: Pick<TrainParams, "epochs" | "patience">,
  onEpoch: (epoch: Epoch) => void,
): Promise<{ model: ChurnModel; best: Epoch }> {
  const model = new ChurnModel(tf, network);
  const training = isFlatTrainable(network) ? new FlatTraining(tf, network) : new LayersTraining(tf, network);
  let best: Epoch | undefined;
  let bestWeights = copyWeights(network);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const loss = await trainEpoch(training, batches(epoch));
    checkLoss("training", loss, epoch);
    const validation = await validate(model);
    checkLoss("validation", validation.loss, epoch);
    const current = { epoch, loss, validationLoss: validation.loss, validationRocAuc: validation.rocAuc };
    onEpoch(current);
    if (best === undefined || current.validationLoss < best.validationLoss) {
      best = current;
      tf.dispose(bestWeights);
      bestWeights = copyWeights(network);
    } else if (epoch - best.epoch >= patience) break;
  }
  network.setWeights(bestWeights);
  tf.dispose(bestWeights);
  return { model, best: best as Epoch };
}

function checkLoss(name: string, loss: number, epoch: number): void {
  if (Number.isFinite(loss)) return;
  throw new PipelineError("PARAMS_INVALID", {
    what: `the ${name} loss is ${loss} in epoch ${epoch}: the training has diverged`,
    where: "params.yaml, section train",
    fix: "lower train.learningRate",
  });
}

const copyWeights = (network: LayersModel) => network.getWeights().map((weight) => weight.clone());

/** One pass over the batches; the mean loss per row. */
async function trainEpoch(training: FlatTraining | LayersTraining, batches: AsyncIterable<Batch>): Promise<number> {
  let sum = 0;
  let seen = 0;
  for await (const batch of batches) {
    sum += (await training.trainOnBatch(batch)) * batch.rows;
    seen += batch.rows;
    await setImmediate(); // Ctrl-C is heard
  }
  training.finishEpoch();
  return sum / seen;
}
