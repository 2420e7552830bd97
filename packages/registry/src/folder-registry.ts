import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { copyBundle, requireDigests } from "@churn/bundle";
import { PipelineError } from "@churn/contracts";
import { moveInto, readJson, temporaryBeside, writeJson } from "@churn/runtime";
import { z } from "zod";
import { underLock } from "./folder-lock.ts";
import {
  type Alias,
  AliasMove,
  type AlsoBuiltBy,
  type AlsoCompared,
  type BrokenVersion,
  ModelVersion,
  type MoveWish,
  type NewVersion,
  NO_NOTES,
  nextMove,
  type Registry,
  withBuild,
  withComparison,
} from "./registry.ts";

const VERSION_FILE = "version.json";
/** Every move; an alias is where its last one put it. */
const ALIASES_FILE = "aliases.json";
const INCOMING = ".incoming-";

/**
 * A registry in a folder: `v1/`, `v2/`, … each with the bundle and version.json, and aliases.json beside them. A
 * version appears by a rename, whole; one process writes at a time.
 */
export class FolderRegistry implements Registry {
  readonly location: string;
  readonly shared = false;

  constructor(folder: string) {
    this.location = folder;
  }

  async add(folder: string, entry: NewVersion): Promise<{ version: ModelVersion; created: boolean }> {
    await requireDigests(folder, entry);
    return underLock(this.location, async (stillHeld) => {
      const { versions, broken } = await this.list();
      const existing = versions.find((version) => version.modelDigest === entry.modelDigest);
      if (existing) return { version: existing, created: false };
      const present = [...versions, ...broken].map(({ version }) => version);
      const named = (await this.history()).map((move) => move.to);
      const version: ModelVersion = { version: Math.max(0, ...present, ...named) + 1, ...entry, ...NO_NOTES };

      await this.#removeIncoming();
      const incoming = join(this.location, `${INCOMING}${version.version}`);
      await copyBundle(folder, incoming, entry);
      writeJson(join(incoming, VERSION_FILE), version);
      stillHeld();
      await rename(incoming, this.#folderOf(version.version));
      return { version, created: true };
    });
  }

  async list(): Promise<{ versions: ModelVersion[]; broken: BrokenVersion[] }> {
    const versions: ModelVersion[] = [];
    const broken: BrokenVersion[] = [];
    for (const version of await this.#numbers()) {
      try {
        versions.push(await this.#read(version));
      } catch (error) {
        if (!(error instanceof PipelineError)) throw error;
        broken.push({ version, fault: error.message });
      }
    }
    return { versions, broken };
  }

  async get(versionOrAlias: number | Alias): Promise<ModelVersion | undefined> {
    const isAlias = typeof versionOrAlias === "string";
    const version = isAlias ? (await this.aliases())[versionOrAlias] : versionOrAlias;
    if (version === undefined) return undefined;
    if ((await this.#numbers()).includes(version)) return this.#read(version);
    if (!isAlias) return undefined;
    throw this.#invalid(`${versionOrAlias} points at version ${version}, which is not there`);
  }

  async findByDigest(modelDigest: string): Promise<ModelVersion | undefined> {
    return (await this.list()).versions.find((version) => version.modelDigest === modelDigest);
  }

  noteAlsoBuiltBy(version: number, build: AlsoBuiltBy): Promise<void> {
    return this.#note(version, (known) => withBuild(known, build));
  }

  noteComparison(version: number, comparison: AlsoCompared): Promise<void> {
    return this.#note(version, (known) => withComparison(known, comparison));
  }

  async aliases(): Promise<Partial<Record<Alias, number>>> {
    return Object.fromEntries((await this.history()).map(({ alias, to }) => [alias, to]));
  }

  async setAlias(wish: MoveWish): Promise<number | null> {
    return underLock(this.location, async (stillHeld) => {
      await this.#read(wish.to);
      const moves = await this.history();
      const move = nextMove(moves, wish);
      if (move === undefined) return wish.to;
      stillHeld();
      writeJson(join(this.location, ALIASES_FILE), [...moves, move]);
      return move.from;
    });
  }

  async history(): Promise<AliasMove[]> {
    const path = join(this.location, ALIASES_FILE);
    return readJson(path, z.array(AliasMove), "restore it from a copy").catch((error) => {
      if (error instanceof PipelineError && (error.cause as NodeJS.ErrnoException)?.code === "ENOENT") return [];
      throw error;
    });
  }

  async download(version: number, into: string): Promise<void> {
    const registered = await this.#read(version);
    const temporary = temporaryBeside(into);
    await copyBundle(this.#folderOf(version), temporary, registered);
    moveInto(temporary, into);
  }

  async #note(version: number, noted: (known: ModelVersion) => ModelVersion): Promise<void> {
    await underLock(this.location, async (stillHeld) => {
      const known = await this.#read(version);
      const next = noted(known);
      if (next === known) return;
      stillHeld();
      writeJson(join(this.#folderOf(version), VERSION_FILE), next);
    });
  }

  #folderOf(version: number): string {
    return join(this.location, `v${version}`);
  }

  async #numbers(): Promise<number[]> {
    const numbers = (await this.#names()).flatMap((name) => (/^v[1-9]\d*$/.test(name) ? [Number(name.slice(1))] : []));
    return numbers.toSorted((a, b) => a - b);
  }

  async #names(): Promise<string[]> {
    return readdir(this.location).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw error;
    });
  }

  async #read(version: number): Promise<ModelVersion> {
    const path = join(this.#folderOf(version), VERSION_FILE);
    const found = await readJson(path, ModelVersion, `restore it from a copy, or delete ${this.#folderOf(version)}`);
    if (found.version === version) return found;
    throw this.#invalid(`${path} is of version ${found.version}`);
  }

  /** What processes left behind that were killed; only the holder of the lock may do this. */
  async #removeIncoming(): Promise<void> {
    const left = (await this.#names()).filter((name) => name.startsWith(INCOMING));
    for (const name of left) await rm(join(this.location, name), { recursive: true, force: true });
  }

  #invalid(what: string): PipelineError {
    return new PipelineError("ARTIFACT_INVALID", { what, where: this.location, fix: "restore it from a copy" });
  }
}
