import { setTimeout as sleep } from "node:timers/promises";
import type { MlflowClient } from "./mlflow-client.ts";
import { MlflowError } from "./mlflow-error.ts";
import { isSent, keepRecord, type RunRecord, type Sent, sendRecord } from "./run-record.ts";
import type { Run, Tags } from "./runs.ts";

/** How a run's way to MLflow ended: where to look at it; or why it is not there, and the file that it is kept in. */
export type Logged = { readonly place: string } | { readonly keptIn?: string; readonly why: string };

/** How long an end waits for a server that does not answer, in ms, and how often it asks. */
const AT_END = { patienceMs: 5_000, everyMs: 250 };

/**
 * A run that is sent to MLflow while it goes on, beside the work: nothing waits before the end, and nothing is thrown.
 * What a server did not take is offered again with the next values, and at the end once more.
 */
export class TrackedRun {
  readonly #client: MlflowClient;
  readonly #record: RunRecord;
  readonly #keepIn: string;
  readonly #sent: Sent = { metrics: 0 };
  #sending: Promise<void> | undefined;
  #failure: unknown;

  /**
   * @param client - one that does not repeat requests by itself
   * @param keepIn - folder for what could not be sent
   */
  constructor(client: MlflowClient, record: RunRecord, keepIn: string) {
    this.#client = client;
    this.#record = record;
    this.#keepIn = keepIn;
    void this.#send();
  }

  log(values: Readonly<Record<string, number>>, step: number): void {
    const timestamp = Date.now();
    for (const [key, value] of Object.entries(values)) this.#record.metrics.push({ key, value, timestamp, step });
    void this.#send();
  }

  /** Sends the rest, for a few seconds at most, or keeps the whole run in a file. */
  async end(status: "FINISHED" | "FAILED", tags: Tags = {}): Promise<Logged> {
    this.#record.end = { status, endTime: Date.now(), tags: { ...tags } };
    const until = performance.now() + AT_END.patienceMs;
    while (performance.now() < until) {
      await Promise.race([this.#send(), sleep(until - performance.now(), undefined, { ref: false })]);
      if (isSent(this.#record, this.#sent)) return { place: this.#place() };
      if (this.#failure instanceof MlflowError && !this.#failure.transient) break;
      await sleep(AT_END.everyMs);
    }
    this.#client.close();
    const why = this.#failure instanceof Error ? this.#failure.message : `MLflow at ${this.#client.url} is too slow`;
    if (this.#client.isAzureMl) return { why }; // a job's folder goes with it
    return { keptIn: keepRecord(this.#keepIn, this.#record), why };
  }

  #send(): Promise<void> {
    this.#sending ??= sendRecord(this.#client, this.#record, this.#sent)
      .then(() => {
        this.#failure = undefined;
      })
      .catch((error) => {
        this.#failure = error;
      })
      .finally(() => {
        this.#sending = undefined;
      });
    return this.#sending;
  }

  #place(): string {
    const { id, experiment } = this.#sent.run as Run;
    if (this.#client.isAzureMl) return `run ${id} in Azure ML, which takes no files: they leave by the job's outputs`;
    return `${this.#client.url}/#/experiments/${experiment}/runs/${id}`;
  }
}
