import { PipelineError, type TrainParams } from "@churn/contracts";
import type { LayersModel } from "@tensorflow/tfjs";
import { ChurnModel } from "./churn-model.ts";
import type { TensorFlow } from "./load-tensorflow.ts";

/** Features of shape [rows * width] and labels of shape [rows], in the order in which they are trained on. */
export type Batch = { readonly rows: number; readonly x: Float32Array; readonly y: Float32Array };
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
  let best: Epoch | undefined;
  let bestWeights = copyWeights(network);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const loss = await trainEpoch(tf, network, batches(epoch));
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
async function trainEpoch(tf: TensorFlow, network: LayersModel, batches: AsyncIterable<Batch>): Promise<number> {
  let sum = 0;
  let seen = 0;
  for await (const { rows, x, y } of batches) {
    const features = tf.tensor2d(x, [rows, x.length / rows]);
    const labels = tf.tensor2d(y, [rows, 1]);
    sum += ((await network.trainOnBatch(features, labels)) as number) * rows;
    seen += rows;
    tf.dispose([features, labels]);
  }
  return sum / seen;
}
