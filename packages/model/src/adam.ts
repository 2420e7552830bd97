/** As `tf.train.adam` describes itself. */
export type AdamConfig = {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
};

/**
 * Adam over weights that lie side by side in one array: as `tf.train.adam`, without a dozen operations for each weight.
 *
 * @see Kingma, Ba (2015), Adam: a method for stochastic optimization, arXiv:1412.6980
 */
export class FlatAdam {
  readonly #config: AdamConfig;
  readonly #mean: Float32Array;
  readonly #variance: Float32Array;
  #steps = 0;

  /** @param size - number of weights */
  constructor(size: number, config: AdamConfig) {
    this.#config = config;
    this.#mean = new Float32Array(size);
    this.#variance = new Float32Array(size);
  }

  /** Moves the weights by one step against their gradient; both of shape [size]. */
  step(weights: Float32Array, gradient: Float32Array): void {
    const { learningRate, beta1, beta2, epsilon } = this.#config;
    this.#steps += 1;
    const meanScale = learningRate / (1 - beta1 ** this.#steps);
    const varianceScale = 1 / (1 - beta2 ** this.#steps);
    for (let i = 0; i < weights.length; i++) {
      const g = gradient[i]!;
      const mean = beta1 * this.#mean[i]! + (1 - beta1) * g;
      const variance = beta2 * this.#variance[i]! + (1 - beta2) * g * g;
      this.#mean[i] = mean;
      this.#variance[i] = variance;
      weights[i] = weights[i]! - (meanScale * mean) / (Math.sqrt(varianceScale * variance) + epsilon);
    }
  }
}
