/** TensorFlow.js's own constants. */
const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-7;

/**
 * Adam over weights that lie side by side in one array: as `tf.train.adam`, without a dozen operations for each weight.
 *
 * @see Kingma, Ba (2015), Adam: a method for stochastic optimization, arXiv:1412.6980
 */
export class FlatAdam {
  readonly #learningRate: number;
  readonly #mean: Float32Array;
  readonly #variance: Float32Array;
  #steps = 0;

  /** @param size - number of weights */
  constructor(size: number, learningRate: number) {
    this.#learningRate = learningRate;
    this.#mean = new Float32Array(size);
    this.#variance = new Float32Array(size);
  }

  /** Moves the weights by one step against their gradient; both of shape [size]. */
  step(weights: Float32Array, gradient: Float32Array): void {
    this.#steps += 1;
    const meanScale = this.#learningRate / (1 - BETA_1 ** this.#steps);
    const varianceScale = 1 / (1 - BETA_2 ** this.#steps);
    for (let i = 0; i < weights.length; i++) {
      const g = gradient[i]!;
      const mean = BETA_1 * this.#mean[i]! + (1 - BETA_1) * g;
      const variance = BETA_2 * this.#variance[i]! + (1 - BETA_2) * g * g;
      this.#mean[i] = mean;
      this.#variance[i] = variance;
      weights[i] = weights[i]! - (meanScale * mean) / (Math.sqrt(varianceScale * variance) + EPSILON);
    }
  }
}
