import type { LayersModel } from "@tensorflow/tfjs";
import type { Batch } from "./batch.ts";
import type { TensorFlow } from "./load-tensorflow.ts";

/** Training as TensorFlow.js does it, for every network. */
export class LayersTraining {
  readonly #tf: TensorFlow;
  readonly #network: LayersModel;

  constructor(tf: TensorFlow, network: LayersModel) {
    this.#tf = tf;
    this.#network = network;
  }

  /** One step on one batch; the mean loss before it. */
  async trainOnBatch({ rows, x, y }: Batch): Promise<number> {
    const features = this.#tf.tensor2d(x, [rows, x.length / rows]);
    const labels = this.#tf.tensor2d(y, [rows, 1]);
    const loss = (await this.#network.trainOnBatch(features, labels)) as number;
    this.#tf.dispose([features, labels]);
    return loss;
  }

  finishEpoch(): void {}
}
