import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Dataset } from "@churn/contracts";
import type { Profile, ProfileRow } from "./profile.ts";

/** Makes the profile on a thread of its own: danfo takes as long, to load and to work, as all else in its stage. */
export class Profiler {
  readonly #worker: Worker;
  readonly #answer: Promise<unknown[]>;

  private constructor(dataset: Dataset) {
    const program = new URL("./profile.worker.mjs", import.meta.url);
    this.#worker = new Worker(program, { workerData: dataset, execArgv: [] });
    this.#answer = once(this.#worker, "message");
    this.#answer.catch(() => {}); // whoever asks for the profile hears of it
  }

  /** Loads it at once, for the time that `use` takes. */
  static async beside<T>(dataset: Dataset, use: (profiler: Profiler) => Promise<T>): Promise<T> {
    const profiler = new Profiler(dataset);
    try {
      return await use(profiler);
    } finally {
      await profiler.#worker.terminate();
    }
  }

  /** The one sample that is profiled. */
  give(rows: readonly ProfileRow[]): void {
    this.#worker.postMessage(rows);
  }

  async profile(): Promise<{ profile: Profile; page: string }> {
    const [found] = await this.#answer;
    return found as { profile: Profile; page: string };
  }
}
