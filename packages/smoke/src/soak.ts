import { setTimeout as sleep } from "node:timers/promises";
import { PipelineError, ScoreAnswer } from "@churn/contracts";
import { CheckFailed } from "@churn/runtime";
import { judgeSoak, type Seen, type SoakLimits } from "./judge-soak.ts";
import { percentile } from "./percentile.ts";
import { scoreShift } from "./score-shift.ts";
import { expectAnswer, type ScoringService } from "./scoring-service.ts";
import type { Row, SoakReference } from "./soak-reference.ts";

export type SoakPlan = {
  readonly rows: readonly Row[];
  /** Of the model that should answer. */
  readonly modelDigest: string;
  readonly minutes: number;
  readonly perSecond: number;
  readonly p99Ms: number;
  /** See SoakLimits. */
  readonly fewest: number;
  /** Called now and then. */
  readonly tell: (line: string) => void;
};

const CONNECTIONS = 4;
/** Looking takes time that requests wait for: it stays a small part of all, however many there were. */
const LOOK = { leastMs: 500, share: 0.02 };
const TELL_MS = 10_000;

/**
 * Sends traffic to a service and the same customers to the reference, until the time is up or the answer is clearly no.
 *
 * @returns why the answer is no; none: it is yes
 */
export async function soak(service: ScoringService, reference: SoakReference, plan: SoakPlan): Promise<string[]> {
  const run = new SoakRun(service, reference, plan);
  const began = performance.now();
  const until = began + plan.minutes * 60_000;
  const senders = Array.from({ length: CONNECTIONS }, (_, i) => run.send(i, until));
  const toldMs = Math.min(TELL_MS, (plan.minutes * 60_000) / 4);
  for (let tellAt = performance.now() + toldMs; performance.now() < until && run.why.length === 0; ) {
    const pauseMs = Math.max(LOOK.leastMs, LOOK.share * (performance.now() - began));
    await sleep(Math.min(pauseMs, Math.max(1, until - performance.now())));
    const isDue = performance.now() >= tellAt;
    if (isDue) tellAt += toldMs;
    run.look(false, isDue);
  }
  run.stop();
  await Promise.all(senders);
  await run.finish();
  if (run.why.length === 0) run.look(true, true);
  return run.why;
}

class SoakRun {
  why: string[] = [];
  readonly #service: ScoringService;
  readonly #reference: SoakReference;
  readonly #plan: SoakPlan;
  readonly #taken: number[] = [];
  readonly #scores: number[] = [];
  readonly #expected: number[] = [];
  /** Of the reference, which nobody waits for. */
  readonly #compared: Promise<void>[] = [];
  #sent = 0;
  #errors = 0;
  #lastError = "";
  #isStopped = false;

  constructor(service: ScoringService, reference: SoakReference, plan: SoakPlan) {
    this.#service = service;
    this.#reference = reference;
    this.#plan = plan;
  }

  stop(): void {
    this.#isStopped = true;
  }

  async finish(): Promise<void> {
    await Promise.all(this.#compared);
  }

  /** One connection's requests, at its share of the rate. */
  async send(place: number, until: number): Promise<void> {
    const everyMs = (1_000 * CONNECTIONS) / this.#plan.perSecond;
    const began = performance.now() + (place * everyMs) / CONNECTIONS;
    for (let turn = 0; !this.#isStopped; turn++) {
      await sleep(Math.max(0, began + turn * everyMs - performance.now()));
      if (performance.now() >= until || this.#isStopped) return;
      await this.#ask(this.#sent++ % this.#plan.rows.length);
    }
  }

  async #ask(place: number): Promise<void> {
    const expected = this.#reference.score(place);
    try {
      const answer = await this.#service.score(this.#plan.rows[place]);
      const { probability, model } = expectAnswer(answer, 200, ScoreAnswer);
      if (model.modelDigest !== this.#plan.modelDigest) {
        this.why = [
          `version ${model.version} (sha256 ${model.modelDigest.slice(0, 12)}…) answers, not the one expected`,
        ];
      }
      this.#taken.push(answer.ms);
      this.#compared.push(expected.then((score) => this.#compare(probability, score)));
    } catch (error) {
      if (!(error instanceof CheckFailed || error instanceof PipelineError)) throw error;
      this.#errors++;
      this.#lastError = error.message;
    }
  }

  #compare(score: number, expected: number | undefined): void {
    if (expected === undefined) return;
    this.#scores.push(score);
    this.#expected.push(expected);
  }

  /** Judges what was seen, and says it when it is due or decides. */
  look(isEnd: boolean, isDue: boolean): void {
    const seen: Seen = {
      sent: this.#taken.length + this.#errors,
      errors: this.#errors,
      p99Ms: percentile(this.#taken, 0.99),
      shift: this.#scores.length === 0 ? Number.NaN : scoreShift(this.#expected, this.#scores),
    };
    const { fewest } = this.#plan;
    const limits: SoakLimits = { fewest, p99Ms: Math.max(this.#plan.p99Ms, 2 * (this.#reference.p99Ms() ?? 0)) };
    this.why.push(...judgeSoak(seen, limits, isEnd));
    if (isDue || this.why.length > 0) this.#tell(seen, limits);
  }

  #tell(seen: Seen, limits: SoakLimits): void {
    this.#plan.tell(
      [
        `${seen.sent} requests`,
        `${seen.errors} failed${this.#lastError ? ` (${this.#lastError})` : ""}`,
        `99 % within ${seen.p99Ms.toFixed(1)} ms, allowed ${limits.p99Ms.toFixed(1)}`,
        `scores shifted by ${seen.shift.toFixed(3)}`,
      ].join(", "),
    );
  }
}
