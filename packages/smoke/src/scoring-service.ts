import { PipelineError } from "@churn/contracts";
import { CheckFailed } from "@churn/runtime";
import { z } from "zod";

const TIMEOUT_MS = 10_000;
/** Azure ML answers 424 for whatever its container refuses, and says here what that said. */
const RELAYED = "ms-azureml-model-error-statuscode";
const NOWHERE = new URL("nowhere:");

/** An answer as it came; `is` reads it, or fails the check. */
export type Answer = {
  readonly asked: string;
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly ms: number;
};

export type Way = {
  readonly timeoutMs?: number;
  /** Shown as bearer token. */
  readonly token?: string | undefined;
  /** At an endpoint of Azure ML: the deployment that answers, whatever its share of the traffic. */
  readonly deployment?: string | undefined;
  /** Only /score can be reached, as at an endpoint of Azure ML. */
  readonly scoringOnly?: boolean | undefined;
};

/** A scoring service, seen from outside. */
export class ScoringService {
  readonly url: string;
  readonly scoringOnly: boolean;

  readonly #timeoutMs: number;
  readonly #headers: Record<string, string>;

  /** @throws PipelineError USAGE_INVALID when it is no plain http:// or https:// address; never repeats it, as it may hold a password */
  constructor(url: string, { timeoutMs = TIMEOUT_MS, token, deployment, scoringOnly = false }: Way = {}) {
    const { protocol, username, password, search, hash, origin, pathname } = URL.canParse(url) ? new URL(url) : NOWHERE;
    if (!/^https?:$/.test(protocol) || username || password || search || hash) {
      throw new PipelineError("USAGE_INVALID", {
        what: "expected an http:// or https:// address without a user, a password, ? and #",
        where: "the command line",
        fix: "for example --url http://127.0.0.1:8080",
      });
    }
    this.url = `${origin}${pathname}`.replace(/\/+$/, "");
    this.scoringOnly = scoringOnly;
    this.#timeoutMs = timeoutMs;
    this.#headers = {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(deployment && { "azureml-model-deployment": deployment }),
    };
  }

  /** @throws PipelineError UNREACHABLE when nothing answers */
  async reach(): Promise<void> {
    await (this.scoringOnly ? this.score([]) : this.get("/live"));
  }

  get(path: string): Promise<Answer> {
    return this.#ask("GET", path);
  }

  /** @param body - customers; text is sent as it is */
  score(body: unknown, type = "application/json"): Promise<Answer> {
    return this.#ask("POST", "/score", typeof body === "string" ? body : JSON.stringify(body), type);
  }

  /** @throws PipelineError UNREACHABLE when no answer comes */
  async #ask(method: string, path: string, body?: string, type?: string): Promise<Answer> {
    const began = performance.now();
    try {
      const response = await fetch(`${this.url}${path}`, {
        method,
        signal: AbortSignal.timeout(this.#timeoutMs),
        redirect: "error",
        headers: { ...this.#headers, ...(body !== undefined && { "content-type": type ?? "" }) },
        ...(body !== undefined && { body }),
      });
      const text = await response.text();
      const { headers } = response;
      const status = Number(headers.get(RELAYED) ?? response.status);
      const ms = performance.now() - began;
      return { asked: `${method} ${path}`, status, type: headers.get("content-type") ?? "", text, ms };
    } catch (cause) {
      const { code, message } = ((cause as Error).cause ?? cause) as NodeJS.ErrnoException;
      const isLate = (cause as Error).name === "TimeoutError";
      const why = isLate ? `nothing within ${this.#timeoutMs / 1000} s` : (code ?? message);
      throw new PipelineError("UNREACHABLE", {
        what: `${method} ${path}: no answer: ${why}`,
        where: this.url,
        fix: "start the service, or correct --url",
        cause,
      });
    }
  }
}

/** @throws CheckFailed when it is another status, or not what the schema says */
export function expectAnswer<S extends z.ZodType>(answer: Answer, status: number, schema: S): z.infer<S> {
  if (answer.status !== status) throw new CheckFailed(`${answer.asked}: ${answer.status}, expected ${status}`);
  let value: unknown;
  try {
    value = JSON.parse(answer.text);
  } catch {
    throw new CheckFailed(`${answer.asked}: the answer is no JSON: ${answer.text.slice(0, 60)}`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new CheckFailed(`${answer.asked}: ${z.prettifyError(parsed.error).replaceAll(/\s+/g, " ")}`);
}
