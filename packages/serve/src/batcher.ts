import type { CustomerRow } from "@churn/features";
import { overloaded } from "./refusal.ts";

type Job = {
  readonly rows: readonly CustomerRow[];
  readonly scores: Float32Array;
  readonly resolve: (scores: Float32Array) => void;
  readonly reject: (error: unknown) => void;
  done: number;
};

type Sizes = { readonly waitingRows: number; readonly batchRows: number };

/**
 * Scores together what waits together: the customers of all requests that were read in one turn of the event loop. At
 * most `batchRows` at a time; before the next ones whatever has come in is read.
 */
export class Batcher {
  readonly #score: (rows: readonly CustomerRow[]) => Float32Array;
  readonly #sizes: Sizes;
  readonly #queue: Job[] = [];
  #waiting = 0;
  #isScheduled = false;

  constructor(score: (rows: readonly CustomerRow[]) => Float32Array, sizes: Sizes) {
    this.#score = score;
    this.#sizes = sizes;
  }

  get waitingRows(): number {
    return this.#waiting;
  }

  /**
   * @returns probabilities, shape [rows]
   * @throws Refusal 503 when too many are waiting
   */
  score(rows: readonly CustomerRow[]): Promise<Float32Array> {
    if (this.#waiting > 0 && this.#waiting + rows.length > this.#sizes.waitingRows) return Promise.reject(overloaded());
    this.#waiting += rows.length;
    return new Promise((resolve, reject) => {
      this.#queue.push({ rows, scores: new Float32Array(rows.length), resolve, reject, done: 0 });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#isScheduled || this.#queue.length === 0) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#scoreNext();
      this.#schedule();
    });
  }

  #scoreNext(): void {
    const parts: { job: Job; rows: readonly CustomerRow[] }[] = [];
    let room = this.#sizes.batchRows;
    for (const job of this.#queue) {
      const rows = job.rows.slice(job.done, job.done + room);
      parts.push({ job, rows });
      room -= rows.length;
      if (room === 0) break;
    }
    try {
      const scores = this.#score(parts.length === 1 ? parts[0]!.rows : parts.flatMap(({ rows }) => rows));
      let from = 0;
      for (const { job, rows } of parts) {
        job.scores.set(scores.subarray(from, from + rows.length), job.done);
        job.done += rows.length;
        from += rows.length;
        this.#waiting -= rows.length;
      }
      while (this.#queue[0] && this.#queue[0].done === this.#queue[0].rows.length) {
        const job = this.#queue.shift() as Job;
        job.resolve(job.scores);
      }
    } catch (error) {
      for (const { job } of parts) {
        this.#waiting -= job.rows.length - job.done;
        job.reject(error);
      }
      this.#queue.splice(0, parts.length);
    }
  }
}
