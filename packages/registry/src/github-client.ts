import { patiently } from "@churn/runtime";
import { z } from "zod";
import { refused, unanswered, unexpected } from "./github-error.ts";
import type { GithubRepository } from "./github-repository.ts";

type Limits = {
  /** For one request and its answer. */
  readonly timeoutMs?: number;
  /** For a request and its repetitions, and the waits that GitHub asks for. */
  readonly patienceMs?: number;
};
type Method = "GET" | "POST" | "PATCH" | "DELETE";
type Sent = { accept?: string; type?: string; body?: string | Uint8Array<ArrayBuffer> };

const PAGE = 100;

/**
 * GitHub's REST interface, as far as it concerns one repository. A request that was not answered, or answered with 5xx
 * or "fewer requests", is repeated for a while, so a caller must be able to live with one that arrives twice.
 *
 * Errors of all methods: GithubError UNREACHABLE, or ENVIRONMENT_INVALID when it wants another token.
 */
export class GithubClient {
  readonly repository: string;
  readonly #base: string;
  readonly #token: string;
  readonly #timeoutMs: number;
  readonly #patienceMs: number;

  constructor({ api, repository, token }: GithubRepository, { timeoutMs = 60_000, patienceMs = 180_000 }: Limits = {}) {
    this.repository = repository;
    this.#base = `${api}/repos/${repository}`;
    this.#token = token;
    this.#timeoutMs = timeoutMs;
    this.#patienceMs = patienceMs;
  }

  /** @param path - below the repository */
  get<S extends z.ZodType>(path: string, schema: S): Promise<z.infer<S>> {
    return this.#json("GET", path, schema);
  }

  async getAll<S extends z.ZodType>(path: string, schema: S): Promise<z.infer<S>[]> {
    const all: z.infer<S>[] = [];
    for (let page = 1, isMore = true; isMore; page++) {
      const { bytes, headers } = await this.#send("GET", this.#url(`${path}?per_page=${PAGE}&page=${page}`), {});
      all.push(...this.#parsed(bytes, z.array(schema)));
      isMore = /rel="next"/.test(headers.get("link") ?? "");
    }
    return all;
  }

  post<S extends z.ZodType>(path: string, body: object, schema: S): Promise<z.infer<S>> {
    return this.#json("POST", path, schema, body);
  }

  patch<S extends z.ZodType>(path: string, body: object, schema: S): Promise<z.infer<S>> {
    return this.#json("PATCH", path, schema, body);
  }

  async delete(path: string): Promise<void> {
    await this.#send("DELETE", this.#url(path), {});
  }

  /** @param url - whole, as GitHub names it for the files of a release */
  async upload<S extends z.ZodType>(url: string, body: Uint8Array<ArrayBuffer>, schema: S): Promise<z.infer<S>> {
    const { bytes } = await this.#send("POST", url, { type: "application/octet-stream", body });
    return this.#parsed(bytes, schema);
  }

  /** The bytes of a file; the store that GitHub sends on to does not get to see the token, as `fetch` sees to. */
  async download(path: string): Promise<Uint8Array> {
    return (await this.#send("GET", this.#url(path), { accept: "application/octet-stream" })).bytes;
  }

  #url(path: string): string {
    return `${this.#base}/${path}`;
  }

  async #json<S extends z.ZodType>(method: Method, path: string, schema: S, body?: object): Promise<z.infer<S>> {
    const sent = body && { type: "application/json", body: JSON.stringify(body) };
    return this.#parsed((await this.#send(method, this.#url(path), sent ?? {})).bytes, schema);
  }

  #parsed<S extends z.ZodType>(bytes: Uint8Array, schema: S): z.infer<S> {
    const text = Buffer.from(bytes).toString("utf8");
    try {
      return schema.parse(JSON.parse(text));
    } catch (cause) {
      throw unexpected(this.#base, text, cause);
    }
  }

  #send(method: Method, url: string, sent: Sent): Promise<{ bytes: Uint8Array; headers: Headers }> {
    return patiently(() => this.#once(method, url, sent), this.#patienceMs);
  }

  async #once(method: Method, url: string, { accept = "application/vnd.github+json", type, body }: Sent) {
    const headers = {
      accept,
      authorization: `Bearer ${this.#token}`,
      "user-agent": "churn-registry",
      "x-github-api-version": "2022-11-28",
      ...(type && { "content-type": type }),
    };
    const signal = AbortSignal.timeout(this.#timeoutMs);
    const where = `${method} ${url.split("?")[0]}`;
    const answer = await fetch(url, { method, headers, signal, ...(body !== undefined && { body }) })
      .then(async (response) => ({ response, bytes: new Uint8Array(await response.arrayBuffer()) }))
      .catch((error) => {
        throw unanswered(where, error, this.#timeoutMs);
      });
    if (answer.response.ok) return { bytes: answer.bytes, headers: answer.response.headers };
    throw refused(where, answer.response, Buffer.from(answer.bytes).toString("utf8"));
  }
}
