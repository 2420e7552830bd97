import type { LayersModel, Tensor } from "@tensorflow/tfjs";
import { type AdamConfig, FlatAdam } from "./adam.ts";
import type { Batch } from "./batch.ts";
import { flatLayers } from "./flat-layers.ts";
import type { TensorFlow } from "./load-tensorflow.ts";
import { type Encoder, pieceEncoder } from "./piecewise-linear.ts";

/**
 * Whether `FlatTraining` knows all that a network is made of: dense ReLU layers one after the other and one sigmoid unit,
 * behind the pieces or not, trained by Adam on binary cross-entropy. Anything else is trained as TensorFlow.js does it.
 */
export function isFlatTrainable(network: LayersModel): boolean {
  return (
    network.loss === "binaryCrossentropy" &&
    network.optimizer.getClassName() === "Adam" &&
    flatLayers(network) !== undefined
  );
}

/**
 * Does what `network.trainOnBatch` does with binary cross-entropy and Adam, in a fraction of the time: small networks
 * spend it on starting operations, so here are few. The gradients are written out, and all weights lie in one array. A
 * bias is the weight of an input that is always 1: one more unit of the layer before makes it.
 */
export class FlatTraining {
  readonly #tf: TensorFlow;
  readonly #network: LayersModel;
  readonly #encode: Encoder;
  readonly #layers: readonly FlatLayer[];
  readonly #weights: Float32Array;
  readonly #gradient: Float32Array;
  readonly #adam: FlatAdam;
  /** The batch as the first layer takes it; one array for all of a size. */
  #batch = new Float32Array();

  constructor(tf: TensorFlow, network: LayersModel) {
    this.#tf = tf;
    this.#network = network;
    this.#encode = pieceEncoder(network);
    this.#layers = layersOf(network);
    const size = this.#layers.at(-1)!.to;
    this.#weights = new Float32Array(size);
    this.#gradient = new Float32Array(size);
    this.#adam = new FlatAdam(size, network.optimizer.getConfig() as AdamConfig);
    this.#readNetwork();
  }

  /** One step on one batch; the mean loss before it. */
  trainOnBatch({ rows, x, y }: Batch): number {
    return this.#tf.tidy(() => {
      const tf = this.#tf;
      const last = this.#layers.length - 1;
      const kernels = this.#layers.map(({ shape, from, to }) => tf.tensor2d(this.#weights.slice(from, to), shape));
      const inputs = [tf.tensor2d(this.#withOne(this.#encode(x, rows), rows), [rows, this.#layers[0]!.shape[0]])];
      for (let layer = 0; layer < last; layer++) inputs.push(tf.relu(tf.matMul(inputs[layer]!, kernels[layer]!)));
      const { loss, slope } = crossEntropy(values(tf.matMul(inputs[last]!, kernels[last]!)), y);
      let error = tf.tensor2d(slope, [rows, 1]);
      for (let layer = last; layer >= 0; layer--) {
        const [input, kernel] = [inputs[layer]!, kernels[layer]!];
        this.#setGradient(this.#layers[layer]!, values(tf.matMul(input, error, true)));
        if (layer > 0) error = tf.mul(tf.matMul(error, kernel, false, true), tf.sign(input)); // ReLU's slope is 0 or 1
      }
      this.#adam.step(this.#weights, this.#gradient);
      return loss;
    });
  }

  /** [rows * width] to [rows * (width + 1)]: a 1 after each row; valid until the next batch. */
  #withOne(x: Float32Array, rows: number): Float32Array {
    if (this.#batch.length !== x.length + rows) this.#batch = new Float32Array(x.length + rows).fill(1);
    const width = x.length / rows;
    for (let row = 0; row < rows; row++) {
      this.#batch.set(x.subarray(row * width, (row + 1) * width), row * (width + 1));
    }
    return this.#batch;
  }

  #setGradient({ shape: [, columns], units, from }: FlatLayer, gradient: Float32Array): void {
    if (columns > units) for (let i = units; i < gradient.length; i += columns) gradient[i] = 0; // the 1 stays 1
    this.#gradient.set(gradient, from);
  }

  /** Gives the network the weights as they are now. */
  finishEpoch(): void {
    this.#tf.tidy(() => {
      const variables = this.#network.trainableWeights;
      this.#layers.forEach((layer, i) => {
        const kernel = this.#rowsOf(layer).map((row) => [...row]);
        const bias = kernel.pop()!;
        variables[2 * i]!.write(this.#tf.tensor2d(kernel));
        variables[2 * i + 1]!.write(this.#tf.tensor1d(bias));
      });
    });
  }

  #readNetwork(): void {
    const variables = this.#network.trainableWeights.map((variable) => values(variable.read()));
    this.#layers.forEach((layer, i) => {
      const [kernel, bias] = [variables[2 * i]!, variables[2 * i + 1]!];
      const rows = this.#rowsOf(layer);
      rows.forEach((row, input) => {
        row.set(input < rows.length - 1 ? kernel.subarray(input * row.length, (input + 1) * row.length) : bias);
      });
      if (layer.shape[1] > layer.units) this.#weights[layer.to - 1] = 1;
    });
  }

  /** Of each input the weights, shape [units], the biases last; changing them changes the layer. */
  #rowsOf({ shape: [inputs, columns], units, from }: FlatLayer): Float32Array[] {
    return Array.from({ length: inputs }, (_, input) => {
      return this.#weights.subarray(from + input * columns, from + input * columns + units);
    });
  }
}

/**
 * Where a layer's weights lie: a matrix [inputs, columns]. Inputs count the 1; columns count the unit that makes the next
 * layer's 1, which the last layer lacks.
 */
type FlatLayer = {
  readonly shape: [inputs: number, columns: number];
  readonly units: number;
  readonly from: number;
  readonly to: number;
};

function layersOf(network: LayersModel): FlatLayer[] {
  const kernels = network.trainableWeights.filter(({ shape }) => shape.length === 2);
  let to = 0;
  return kernels.map(({ shape }, i) => {
    const [inputs, units] = shape as [number, number];
    const columns = i < kernels.length - 1 ? units + 1 : units;
    const from = to;
    to += (inputs + 1) * columns;
    return { shape: [inputs + 1, columns], units, from, to };
  });
}

const values = (tensor: Tensor) => tensor.dataSync() as Float32Array;

/**
 * Mean binary cross-entropy of logits z, and its slope in each: (sigmoid(z) − y) / rows. In the form that neither
 * overflows nor takes the logarithm of zero: max(z, 0) − z y + log(1 + e^−|z|).
 */
function crossEntropy(logits: Float32Array, y: Float32Array): { loss: number; slope: Float32Array } {
  const rows = logits.length;
  const slope = new Float32Array(rows);
  let loss = 0;
  for (let i = 0; i < rows; i++) {
    const z = logits[i]!;
    slope[i] = (1 / (1 + Math.exp(-z)) - y[i]!) / rows;
    loss += Math.max(z, 0) - z * y[i]! + Math.log1p(Math.exp(-Math.abs(z)));
  }
  return { loss: loss / rows, slope };
}
