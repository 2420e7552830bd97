import { requireDigests } from "@churn/bundle";
import { PipelineError } from "@churn/contracts";
import type { GithubClient } from "./github-client.ts";
import { GithubLedger, type HeldVersion, type Ledger } from "./github-ledger.ts";
import { discard, draftRelease, fetchRelease, isDamaged, publish } from "./github-releases.ts";
import {
  type Alias,
  type AliasMove,
  type AlsoBuiltBy,
  type AlsoCompared,
  type BrokenVersion,
  type ModelVersion,
  type MoveWish,
  type NewVersion,
  NO_NOTES,
  nextMove,
  type Registry,
  withBuild,
  withComparison,
} from "./registry.ts";

/**
 * A registry in a repository at GitHub: bundles are releases `MODEL-vN`, what is known of them and where the aliases are
 * says the ledger. A bundle is sent as a draft first; it becomes a version by the ledger's next state, and then a
 * release that all see. What is killed before leaves a draft, what is killed between the two is ended by who registers
 * the same model again; so is a release mended that was taken away or lost files, by who has the same bundle.
 */
export class GithubRegistry implements Registry {
  readonly location: string;
  readonly shared = true;
  readonly #client: GithubClient;
  readonly #model: string;
  readonly #ledger: GithubLedger;

  constructor(client: GithubClient, model: string) {
    this.location = `GitHub releases of ${client.repository}`;
    this.#client = client;
    this.#model = model;
    this.#ledger = new GithubLedger(client, model);
  }

  async add(folder: string, entry: NewVersion): Promise<{ version: ModelVersion; created: boolean }> {
    await requireDigests(folder, entry);
    const known = held(await this.#ledger.read(), entry.modelDigest);
    const canMend = known?.releaseDigest === entry.releaseDigest;
    if (known && !(canMend && (await isDamaged(this.#client, known.release, folder)))) {
      await this.#publish(known);
      return { version: plain(known), created: false };
    }
    const release = await draftRelease(this.#client, this.#model, folder);
    if (known) await discard(this.#client, known.release); // its tag is free again; broken off here, this is done anew
    const ledger = await this.#ledger.change(
      (before) => {
        const there = held(before, entry.modelDigest);
        if (there && there.release !== known?.release) return before; // somebody else was faster
        if (there) return withVersion(before, there, { ...there, release });
        const version = Math.max(0, ...before.versions.map((one) => one.version)) + 1;
        return { ...before, versions: [...before.versions, { version, ...entry, ...NO_NOTES, release }] };
      },
      `a model ${known ? "sent anew" : "registered"} by ${entry.registeredBy}`,
    );
    const version = held(ledger, entry.modelDigest) as HeldVersion;
    const isMine = version.release === release;
    if (!isMine) await discard(this.#client, release);
    await this.#publish(version);
    return { version: plain(version), created: isMine && !known };
  }

  async list(): Promise<{ versions: ModelVersion[]; broken: BrokenVersion[] }> {
    return { versions: (await this.#ledger.read()).versions.map(plain), broken: [] };
  }

  async get(versionOrAlias: number | Alias): Promise<ModelVersion | undefined> {
    const isAlias = typeof versionOrAlias === "string";
    const { versions, moves } = await this.#ledger.read();
    const number = isAlias ? moves.findLast(({ alias }) => alias === versionOrAlias)?.to : versionOrAlias;
    const found = versions.find(({ version }) => version === number);
    return found && plain(found);
  }

  async findByDigest(modelDigest: string): Promise<ModelVersion | undefined> {
    const found = held(await this.#ledger.read(), modelDigest);
    return found && plain(found);
  }

  noteAlsoBuiltBy(version: number, build: AlsoBuiltBy): Promise<void> {
    return this.#note(version, (known) => withBuild(known, build), `version ${version} also built by ${build.by}`);
  }

  noteComparison(version: number, comparison: AlsoCompared): Promise<void> {
    const words = `version ${version} compared anew by ${comparison.by}`;
    return this.#note(version, (known) => withComparison(known, comparison), words);
  }

  async aliases(): Promise<Partial<Record<Alias, number>>> {
    return Object.fromEntries((await this.history()).map(({ alias, to }) => [alias, to]));
  }

  async setAlias(wish: MoveWish): Promise<number | null> {
    let from: number | null = wish.to;
    await this.#ledger.change((ledger) => {
      this.#require(ledger, wish.to);
      const move = nextMove(ledger.moves, wish);
      from = move ? move.from : wish.to;
      return move ? { ...ledger, moves: [...ledger.moves, move] } : ledger;
    }, `${wish.alias} to version ${wish.to} by ${wish.by}: ${wish.why}`);
    return from;
  }

  async history(): Promise<AliasMove[]> {
    return (await this.#ledger.read()).moves;
  }

  async download(version: number, into: string): Promise<void> {
    const found = this.#require(await this.#ledger.read(), version);
    await fetchRelease(this.#client, found.release, into, found);
  }

  async #note(version: number, noted: (known: ModelVersion) => ModelVersion, words: string): Promise<void> {
    await this.#ledger.change((ledger) => {
      const known = this.#require(ledger, version);
      const next = noted(known);
      if (next === known) return ledger;
      return withVersion(ledger, known, { ...next, release: known.release });
    }, words);
  }

  #publish(version: HeldVersion): Promise<void> {
    const { dataset, metrics, modelDigest, registeredBy, git } = version;
    const lines = [
      `dataset: ${dataset}`,
      ...Object.entries(metrics).map(([name, value]) => `${name}: ${value ?? "–"}`),
      `sha256 of the model: ${modelDigest}`,
      `registered by: ${registeredBy}`,
      `commit: ${git.commit ?? "none"}${git.dirty ? ", with changes that no commit holds" : ""}`,
    ];
    const body = lines.map((line) => `- ${line}`).join("\n");
    const tag = `${this.#model}-v${version.version}`;
    return publish(this.#client, version.release, { tag, body, commit: git.commit });
  }

  #require({ versions }: Ledger, number: number): HeldVersion {
    const found = versions.find(({ version }) => version === number);
    if (found) return found;
    throw new PipelineError("ARTIFACT_INVALID", {
      what: `version ${number} can't be used: it is not there`,
      where: this.location,
      fix: "run `npm run models`, which lists those that are there",
    });
  }
}

const held = ({ versions }: Ledger, modelDigest: string) => versions.find((one) => one.modelDigest === modelDigest);

const withVersion = (ledger: Ledger, known: HeldVersion, changed: HeldVersion): Ledger => ({
  ...ledger,
  versions: ledger.versions.map((one) => (one === known ? changed : one)),
});

const plain = ({ release: _, ...version }: HeldVersion): ModelVersion => version;
