import { Worker } from "node:worker_threads";
import type { Dataset } from "@churn/contracts";
import type { Profile, ProfileRow } from "./profile.ts";

type Found = { profile: Profile; page: string };

/** Makes the profile on a thread of its own: danfo takes as long, to load and to work, as all else in its stage. */
export class Profiler {
  readonly #worker: Worker;
  readonly #found: Promise<Found>;

  private constructor(worker: Worker) {
    this.#worker = worker;
    this.#found = new Promise((resolve, reject) => {
      worker.on("message", resolve).on("messageerror", reject).on("error", reject);
      worker.on("exit", (code) => reject(new Error(`the thread of the profile ended with ${code}`)));
    });
    this.#found.catch(() => {}); // whoever asks for it hears of it
  }

  /** Loads danfo at once, for the time that `use` takes. */
  static async beside<T>(
    dataset: Dataset,
    use: (profiler: Profiler) => Promise<T>,
    program = new URL("./profile.worker.mjs", import.meta.url),
  ): Promise<T> {
    const worker = new Worker(program, { workerData: dataset, execArgv: [] });
    try {
      return await use(new Profiler(worker));
    } finally {
      await worker.terminate();
    }
  }

  /** The one sample that is profiled. */
  give(rows: readonly ProfileRow[]): void {
    this.#worker.postMessage(rows);
  }

  profile(): Promise<Found> {
    return this.#found;
  }
}
