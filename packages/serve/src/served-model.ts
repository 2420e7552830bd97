import type { OpenBundle } from "@churn/bundle";
import type { ScoringModel } from "@churn/contracts";
import type { CustomerRow } from "@churn/features";
import { Batcher } from "./batcher.ts";
import { LIMITS } from "./limits.ts";

/** A version that answers. Its memory is given back when it was replaced and its last request is answered. */
export class ServedModel {
  readonly bundle: OpenBundle;
  readonly facts: ScoringModel;
  readonly #batcher: Batcher;
  #users = 0;
  #isReplaced = false;

  constructor(version: number, bundle: OpenBundle) {
    const { modelDigest, signature } = bundle;
    this.bundle = bundle;
    this.facts = { version, modelDigest, threshold: signature.threshold };
    this.#batcher = new Batcher(bundle.score, LIMITS);
  }

  get waitingRows(): number {
    return this.#batcher.waitingRows;
  }

  /**
   * Probabilities of checked rows, shape [rows].
   *
   * @throws Refusal 503 when too many are waiting
   */
  score(rows: readonly CustomerRow[]): Promise<Float32Array> {
    return this.#batcher.score(rows);
  }

  async use<T>(work: (model: ServedModel) => Promise<T>): Promise<T> {
    this.#users++;
    try {
      return await work(this);
    } finally {
      this.#users--;
      this.#disposeIfDone();
    }
  }

  replace(): void {
    this.#isReplaced = true;
    this.#disposeIfDone();
  }

  #disposeIfDone(): void {
    if (this.#isReplaced && this.#users === 0) this.bundle.dispose();
  }
}
