import type { LayersModel, Tensor, Tensor2D } from "@tensorflow/tfjs";
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
 * Does what `network.trainOnBatch` does with binary cross-entropy and Adam, in a third of the time: small networks spend
 * it on starting operations, so here are few. The gradients are written out, and all weights lie in one array.
 */
export class FlatTraining {
  readonly #tf: TensorFlow;
  readonly #network: LayersModel;
  readonly #encode: Encoder;
  readonly #weights: Float32Array;
  readonly #gradient: Float32Array;
  readonly #adam: FlatAdam;
  /** Of each weight, in turn the kernel [inputs, units] and the bias [units] of each layer. */
  readonly #places: { shape: number[]; from: number; to: number }[] = [];

  constructor(tf: TensorFlow, network: LayersModel) {
    this.#tf = tf;
    this.#network = network;
    this.#encode = pieceEncoder(network);
    const variables = network.trainableWeights.map((variable) => variable.read());
    this.#weights = Float32Array.from(variables.flatMap((variable) => [...values(variable)]));
    this.#gradient = new Float32Array(this.#weights.length);
    let from = 0;
    for (const { shape, size } of variables) {
      this.#places.push({ shape, from, to: from + size });
      from += size;
    }
    this.#adam = new FlatAdam(from, network.optimizer.getConfig() as AdamConfig);
  }

  /** One step on one batch; the mean loss before it. */
  trainOnBatch({ rows, x, y }: Batch): number {
    return this.#tf.tidy(() => {
      const tf = this.#tf;
      const weights = this.#tensors();
      const layers = weights.length / 2;
      const encoded = this.#encode(x, rows);
      const inputs = [tf.tensor2d(encoded, [rows, encoded.length / rows])];
      for (let layer = 0; layer < layers; layer++) {
        const activation = layer < layers - 1 ? "relu" : "linear";
        const [kernel, bias] = [weights[2 * layer] as Tensor2D, weights[2 * layer + 1] as Tensor];
        inputs.push(tf.fused.matMul({ a: inputs[layer]!, b: kernel, bias, activation }) as Tensor2D);
      }
      const { loss, slope } = crossEntropy(values(inputs.pop()!), y);
      let error = slope;
      for (let layer = layers - 1; layer >= 0; layer--) {
        const delta = tf.tensor2d(error, [rows, error.length / rows]);
        this.#gradientOf(2 * layer).set(values(tf.matMul(inputs[layer]!, delta, true)));
        sumColumns(error, this.#gradientOf(2 * layer + 1));
        if (layer === 0) break;
        const kernel = weights[2 * layer] as Tensor2D;
        error = throughRelu(values(tf.matMul(delta, kernel, false, true)), values(inputs[layer]!));
      }
      this.#adam.step(this.#weights, this.#gradient);
      return loss;
    });
  }

  /** Gives the network the weights as they are now. */
  finishEpoch(): void {
    this.#tf.tidy(() => {
      const tensors = this.#tensors();
      for (const [i, variable] of this.#network.trainableWeights.entries()) variable.write(tensors[i]!);
    });
  }

  #tensors(): Tensor[] {
    return this.#places.map(({ shape, from, to }) => this.#tf.tensor(this.#weights.slice(from, to), shape));
  }

  #gradientOf(weight: number): Float32Array {
    const { from, to } = this.#places[weight]!;
    return this.#gradient.subarray(from, to);
  }
}

const values = (tensor: Tensor) => tensor.dataSync() as Float32Array;

/**
 * Takes from an error at a ReLU's output what does not come through to its input, in place; both of the same shape.
 * Without a branch, which would be guessed wrong every other time: an output is zero or its bits, negated, have a sign.
 */
function throughRelu(error: Float32Array, output: Float32Array): Float32Array {
  const bits = new Int32Array(error.buffer, error.byteOffset, error.length);
  const outputBits = new Int32Array(output.buffer, output.byteOffset, output.length);
  for (let i = 0; i < bits.length; i++) bits[i]! &= -outputBits[i]! >> 31;
  return error;
}

/** Sums of a matrix [rows, columns] over its rows, into an array of shape [columns]. */
function sumColumns(matrix: Float32Array, sums: Float32Array): void {
  const columns = sums.length;
  sums.fill(0);
  for (let row = 0; row < matrix.length; row += columns) {
    for (let column = 0; column < columns; column++) sums[column]! += matrix[row + column]!;
  }
}

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
