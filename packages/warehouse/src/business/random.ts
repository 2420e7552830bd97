/**
 * Random numbers from 32-bit integers and the four operations of arithmetic alone: the same on every machine and every
 * version of Node, which `Math.exp` and its kin do not promise. A stream is known by a seed and a number: sfc32 of
 * PractRand, begun with the finalizer of MurmurHash3.
 */
export class Random {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  /** Begins the stream `stream` of the family `seed`. */
  restart(seed: number, stream: number): void {
    this.#a = mix32(seed ^ 0x9e3779b9);
    this.#b = mix32(stream ^ 0x85ebca6b);
    this.#c = mix32(this.#a ^ Math.imul(this.#b, 0xc2b2ae35));
    this.#counter = 1;
    for (let i = 0; i < 12; i++) this.uniform();
  }

  /** In [0, 1), a multiple of 2⁻³². */
  uniform(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  }

  /** An integer in [low, high]. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.uniform() * (high - low + 1));
  }

  /** Bell-shaped with mean 0 and standard deviation 1, never beyond ±3: the sum of three uniform numbers. */
  bell(): number {
    return 2 * (this.uniform() + this.uniform() + this.uniform() - 1.5);
  }

  /** How many events happen when `mean` are expected (Poisson); counts one by one, for small means. */
  count(mean: number): number {
    const none = exp(-mean);
    let events = 0;
    for (let product = this.uniform(); product > none; product *= this.uniform()) events++;
    return events;
  }

  /** The index of one of the `weights`, which sum to 1. */
  pick(weights: readonly number[]): number {
    let left = this.uniform();
    for (let i = 0; i < weights.length - 1; i++) {
      left -= weights[i]!;
      if (left < 0) return i;
    }
    return weights.length - 1;
  }
}

/** eˣ for |x| < 40 to nine digits: (e^(x/1024))^1024, from multiplications only. */
export function exp(x: number): number {
  const y = x / 1024;
  let power = 1 + y * (1 + (y / 2) * (1 + (y / 3) * (1 + y / 4)));
  for (let i = 0; i < 10; i++) power *= power;
  return power;
}

export const sigmoid = (x: number): number => 1 / (1 + exp(-x));

function mix32(value: number): number {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
