import { ScoreAnswer } from "@churn/contracts";

export type Answered = { readonly requests: number; readonly failed: readonly string[]; readonly versions: number[] };

/** Requests for one customer, one after the other on each of a few connections, until it is ended. */
export class SteadyLoad {
  readonly #failed: string[] = [];
  readonly #versions: number[] = [];
  #requests = 0;
  #isEnded = false;
  readonly #connections: Promise<void>[];

  constructor(url: string, customers: readonly object[], connections = 4) {
    this.#connections = Array.from({ length: connections }, (_, first) => this.#ask(url, customers, first));
  }

  /** `versions`: those that answered, in the order in which they first did. */
  async end(): Promise<Answered> {
    this.#isEnded = true;
    await Promise.all(this.#connections);
    return { requests: this.#requests, failed: this.#failed, versions: this.#versions };
  }

  async #ask(url: string, customers: readonly object[], first: number): Promise<void> {
    for (let i = first; !this.#isEnded; i++) {
      this.#requests++;
      try {
        const response = await fetch(`${url}/score`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(customers[i % customers.length]),
          signal: AbortSignal.timeout(5_000),
        });
        if (!response.ok) throw new Error(`status ${response.status}`);
        const { version } = ScoreAnswer.parse(await response.json()).model;
        if (!this.#versions.includes(version)) this.#versions.push(version);
      } catch (error) {
        this.#failed.push(String(error));
      }
    }
  }
}
