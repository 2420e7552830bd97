import type { Score } from "@churn/contracts";
import type { TensorFlow } from "@churn/model";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { RequestLog } from "./request-log.ts";
import type { Serving } from "./serving.ts";

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

type Watched = {
  readonly serving: Serving;
  readonly tf: TensorFlow;
  readonly requestLog: RequestLog | undefined;
};

/** What Prometheus reads at /metrics. Of customers it holds counts and sums only. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #registers = [this.#registry];
  readonly #requests = new Histogram({
    name: "churn_request_duration_seconds",
    help: "From the request's head to the end of its answer",
    labelNames: ["route", "status"],
    buckets: SECONDS,
    registers: this.#registers,
  });
  readonly #scores = this.#counter("churn_scores_total", "Customers scored", ["decision"]);
  readonly #probabilities = this.#counter("churn_probability_sum", "Sum of all probabilities given");
  readonly #unusual = this.#counter("churn_unusual_total", "Scored customers with an unusual value", ["column"]);
  readonly #refused = this.#counter("churn_models_refused_total", "Versions that were not fit to answer");

  constructor({ serving, tf, requestLog }: Watched) {
    collectDefaultMetrics({ register: this.#registry });
    this.#gauge("churn_model_version", "The version that answers", () => serving.model?.facts.version ?? 0);
    this.#gauge("churn_waiting_rows", "Customers that wait to be scored", () => serving.model?.waitingRows ?? 0);
    this.#gauge("churn_tensors", "Tensors in memory: as many after a million requests as before", () => {
      return tf.memory().numTensors;
    });
    this.#gauge(
      "churn_log_dropped_lines",
      "Scores that the request log could not write",
      () => requestLog?.dropped ?? 0,
    );
  }

  request(route: string, status: number, seconds: number): void {
    this.#requests.observe({ route, status }, seconds);
  }

  scored(scores: readonly Score[]): void {
    const decided = { churn: 0, stay: 0 };
    let sum = 0;
    for (const { probability, decision, unusual } of scores) {
      decided[decision]++;
      sum += probability;
      for (const column of unusual) this.#unusual.inc({ column });
    }
    for (const decision of ["churn", "stay"] as const) this.#scores.inc({ decision }, decided[decision]);
    this.#probabilities.inc(sum);
  }

  refused(): void {
    this.#refused.inc();
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  #counter<Label extends string = never>(name: string, help: string, labelNames: Label[] = []): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: this.#registers });
  }

  #gauge(name: string, help: string, value: () => number): void {
    new Gauge({
      name,
      help,
      registers: this.#registers,
      collect() {
        this.set(value());
      },
    });
  }
}
