import { patiently } from "@churn/runtime";
import { z } from "zod";
import { refused, unanswered, unexpected } from "./mlflow-error.ts";
import type { TrackingServer } from "./tracking-server.ts";

const API = "api/2.0/mlflow";
const ARTIFACTS = "api/2.0/mlflow-artifacts/artifacts";

type Limits = {
  /** For one request; a busy process that is late to look at an answer does not count it as late. */
  readonly timeoutMs?: number;
  /** For a request and its repetitions; 0: it is not repeated. */
  readonly patienceMs?: number;
};

type Request = { method: "GET" | "POST" | "PUT"; path: string; body?: string | Uint8Array<ArrayBuffer>; type?: string };

/**
 * MLflow's REST interface. A request that was not answered, or answered with 429 or 5xx, is repeated for a while, so a
 * caller must be able to live with one that arrives twice.
 *
 * Errors of all methods: MlflowError UNREACHABLE when the server does not answer or does not do it, ENVIRONMENT_INVALID
 * when it wants other credentials.
 */
export class MlflowClient {
  readonly url: string;
  readonly isAzureMl: boolean;
  readonly #authorization: string | undefined;
  readonly #timeoutMs: number;
  readonly #patienceMs: number;
  readonly #closed = new AbortController();

  constructor(
    { url, authorization, isAzureMl = false }: TrackingServer,
    { timeoutMs = 20_000, patienceMs = 40_000 }: Limits = {},
  ) {
    this.url = url;
    this.isAzureMl = isAzureMl;
    this.#authorization = authorization;
    this.#timeoutMs = timeoutMs;
    this.#patienceMs = patienceMs;
  }

  get<S extends z.ZodType>(path: string, query: Record<string, string>, schema: S): Promise<z.infer<S>> {
    return this.#json({ method: "GET", path: `${API}/${path}?${new URLSearchParams(query)}` }, schema);
  }

  post<S extends z.ZodType>(path: string, body: object, schema: S): Promise<z.infer<S>> {
    const request = {
      method: "POST",
      path: `${API}/${path}`,
      body: JSON.stringify(body),
      type: "application/json",
    } as const;
    return this.#json(request, schema);
  }

  /** Gives up what is on its way: the process need not wait for it. */
  close(): void {
    this.#closed.abort();
  }

  /** @param path - below the root of the server's artifacts */
  async putArtifact(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#send({ method: "PUT", path: artifactPath(path), body: bytes, type: "application/octet-stream" });
  }

  getArtifact(path: string): Promise<Uint8Array> {
    return this.#send({ method: "GET", path: artifactPath(path) });
  }

  async #json<S extends z.ZodType>(request: Request, schema: S): Promise<z.infer<S>> {
    const text = Buffer.from(await this.#send(request)).toString("utf8");
    try {
      return schema.parse(JSON.parse(text));
    } catch (cause) {
      throw unexpected(this.url, text, cause);
    }
  }

  #send(request: Request): Promise<Uint8Array> {
    return patiently(() => this.#once(request), this.#patienceMs);
  }

  async #once({ method, path, body, type }: Request): Promise<Uint8Array> {
    const late = new AbortController();
    // a turn of the event loop after the time is up: an answer that lay waiting while the process was busy is in time
    const timer = setTimeout(() => setImmediate(() => late.abort()), this.#timeoutMs);
    const headers = {
      ...(type && { "content-type": type }),
      ...(this.#authorization && { authorization: this.#authorization }),
    };
    try {
      const init = {
        method,
        headers,
        signal: AbortSignal.any([late.signal, this.#closed.signal]),
        ...(body !== undefined && { body }),
      };
      const response = await fetch(`${this.url}/${path}`, init);
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (response.ok) return bytes;
      throw refused(this.url, response, Buffer.from(bytes).toString("utf8"));
    } catch (error) {
      throw error instanceof TypeError || late.signal.aborted ? unanswered(this.url, error, this.#timeoutMs) : error;
    } finally {
      clearTimeout(timer);
    }
  }
}

const artifactPath = (path: string) => `${ARTIFACTS}/${path.split("/").map(encodeURIComponent).join("/")}`;

/** For answers that say nothing. */
export const Nothing = z.unknown();
