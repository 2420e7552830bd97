import type { ReadyAnswer } from "@churn/contracts";
import { Refusal } from "./refusal.ts";
import type { ServedModel } from "./served-model.ts";

/** The model that answers now, and the newer one that was refused, if any. */
export class Serving {
  refused: ReadyAnswer["refused"];
  /** Whoever asks is answered, and told to ask elsewhere. */
  isEnding = false;
  #model: ServedModel | undefined;

  get model(): ServedModel | undefined {
    return this.#model;
  }

  /** From here on new requests get this model; those under way are answered by the one that they began with. */
  switchTo(model: ServedModel): void {
    const before = this.#model;
    this.#model = model;
    this.refused = undefined;
    before?.replace();
  }

  /**
   * The work sees one model from its beginning to its end.
   *
   * @throws Refusal 503 when there is none yet
   */
  async use<T>(work: (model: ServedModel) => Promise<T>): Promise<T> {
    return this.required().use(work);
  }

  required(): ServedModel {
    if (this.#model) return this.#model;
    throw new Refusal(503, "the model is being loaded", { retryAfterSeconds: 1 });
  }
}
