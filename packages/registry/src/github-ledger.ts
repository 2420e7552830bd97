import { setTimeout as sleep } from "node:timers/promises";
import { PipelineError } from "@churn/contracts";
import { z } from "zod";
import type { GithubClient } from "./github-client.ts";
import { unlessStatus } from "./github-error.ts";
import { AliasMove, ModelVersion } from "./registry.ts";

/** A version and the number of the release that holds its bundle. */
export const HeldVersion = z.strictObject({ ...ModelVersion.shape, release: z.int().positive() });
export type HeldVersion = z.infer<typeof HeldVersion>;

const Ledger = z.strictObject({ versions: z.array(HeldVersion), moves: z.array(AliasMove) });
/** All that a registry knows beside the bundles. */
export type Ledger = z.infer<typeof Ledger>;

const Ref = z.object({ ref: z.string(), object: z.object({ sha: z.string() }) });
const Tag = z.object({ object: z.object({ sha: z.string() }) });
const Blob = z.object({ content: z.string() });
const Sha = z.object({ sha: z.string() });

type Place = { readonly number: number; readonly sha: string };
type State = Place & { readonly ledger: Ledger };

const TRIES = 30;
const WAIT_MS = { least: 50, most: 1_000 };

/**
 * What a registry knows, in the git objects of a repository: states 1, 2, 3 …, each a tag `MODEL-registry/N` whose
 * message says what has changed and whose object is the whole of it as JSON. GitHub creates a tag once, so of two who
 * go on from the same state one does, and the other sees it and looks again. No state is changed or taken away.
 */
export class GithubLedger {
  readonly #client: GithubClient;
  readonly #prefix: string;
  #last: State = { number: 0, sha: "", ledger: { versions: [], moves: [] } };

  constructor(client: GithubClient, model: string) {
    this.#client = client;
    this.#prefix = `tags/${model}-registry/`;
  }

  async read(): Promise<Ledger> {
    return (await this.#newest()).ledger;
  }

  /**
   * Goes on to the next state.
   *
   * @param next - of a state; the same one when nothing is to do. Called again when somebody else was faster
   * @param words - what has changed
   * @returns the state that is reached
   */
  async change(next: (ledger: Ledger) => Ledger, words: string): Promise<Ledger> {
    for (let tried = 0; tried < TRIES; tried++) {
      const { number, ledger } = await this.#newest();
      const changed = next(ledger);
      if (changed === ledger || (await this.#write(number + 1, changed, words))) return changed;
      await sleep(WAIT_MS.least + Math.random() * Math.min(WAIT_MS.most, WAIT_MS.least * 2 ** tried));
    }
    throw new PipelineError("UNREACHABLE", {
      what: "others write to the registry all the time",
      where: this.#client.repository,
      fix: "run this again later",
    });
  }

  async #newest(): Promise<State> {
    const newest = this.#last.number === 0 ? await this.#lastOfAll() : await this.#lastSince(this.#last.number);
    if (!newest) return this.#last;
    const { object } = await this.#client.get(`git/tags/${newest.sha}`, Tag);
    const { content } = await this.#client.get(`git/blobs/${object.sha}`, Blob);
    this.#last = { ...newest, ledger: this.#parsed(newest.number, Buffer.from(content, "base64").toString("utf8")) };
    return this.#last;
  }

  async #lastOfAll(): Promise<Place | undefined> {
    const refs = await this.#client.getAll(`git/matching-refs/${this.#prefix}`, Ref);
    const states = refs.flatMap(({ ref, object }) => {
      const number = Number(ref.slice(`refs/${this.#prefix}`.length));
      return Number.isSafeInteger(number) && number > 0 ? [{ number, sha: object.sha }] : [];
    });
    return states.toSorted((a, b) => a.number - b.number).at(-1);
  }

  /** Numbers have no gaps. */
  async #lastSince(known: number): Promise<Place | undefined> {
    let last: Place | undefined;
    for (let number = known + 1; ; number++) {
      const found = await this.#client.get(`git/ref/${this.#prefix}${number}`, Ref).catch(unlessStatus(404));
      if (!found) return last;
      last = { number, sha: found.object.sha };
    }
  }

  #parsed(number: number, text: string): Ledger {
    try {
      return Ledger.parse(JSON.parse(text));
    } catch (cause) {
      throw new PipelineError("ARTIFACT_INVALID", {
        what: `state ${number} of the registry is not what it should be: ${(cause as Error).message}`,
        where: `${this.#client.repository}, tag ${this.#prefix.slice("tags/".length)}${number}`,
        fix: "update this checkout to the one that wrote it",
        cause,
      });
    }
  }

  /** @returns whether nobody was faster */
  async #write(number: number, ledger: Ledger, words: string): Promise<boolean> {
    const ref = `${this.#prefix}${number}`;
    const content = `${JSON.stringify(ledger, null, 1)}\n`;
    const blob = await this.#client.post("git/blobs", { content, encoding: "utf-8" }, Sha);
    const tag = { tag: ref.slice("tags/".length), message: words, object: blob.sha, type: "blob" };
    const { sha } = await this.#client.post("git/tags", tag, Sha);
    const isMine = await this.#client.post("git/refs", { ref: `refs/${ref}`, sha }, Ref).then(
      () => true,
      async (error) => {
        unlessStatus(422)(error);
        const there = await this.#client.get(`git/ref/${ref}`, Ref).catch(unlessStatus(404));
        if (there) return there.object.sha === sha; // sent twice, it is there already
        if (/already exists/.test(error.message)) return false; // written just now, and not shown yet
        throw error; // refused for another reason, such as a rule about tags
      },
    );
    if (isMine) this.#last = { number, sha, ledger };
    return isMine;
  }
}
