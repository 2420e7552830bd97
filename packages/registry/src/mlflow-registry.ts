import { randomUUID } from "node:crypto";
import { requireDigests } from "@churn/bundle";
import { PipelineError } from "@churn/contracts";
import {
  createVersion,
  ensureModel,
  KEPT_RUNS,
  listVersions,
  type MlflowClient,
  type MlflowVersion,
  sendKept,
  setVersionTag,
} from "@churn/mlflow";
import { z } from "zod";
import { downloadBundle, uploadBundle } from "./bundle-transfer.ts";
import { MlflowAliases } from "./mlflow-aliases.ts";
import {
  type Alias,
  type AliasMove,
  type AlsoBuiltBy,
  type AlsoCompared,
  type BrokenVersion,
  type ModelVersion,
  type MoveWish,
  type NewVersion,
  type Registry,
  withBuild,
  withComparison,
} from "./registry.ts";
import { buildKey, comparisonKey, gathered, tagsOf, VersionTags } from "./version-tags.ts";

/** A version as MLflow has it: `entry` is what this project knows of it, `addedBy` the call that added it. */
type Found = { readonly raw: MlflowVersion; readonly entry: ModelVersion; readonly addedBy: string };

/**
 * A registry at an MLflow server, which has no transactions but adds versions one after the other, each whole, in an
 * order that all see. So the first version with a modelDigest is the one, and later ones, which two at once may leave,
 * are passed over by all; aliases have a journal (mlflow-aliases.ts).
 */
export class MlflowRegistry implements Registry {
  readonly location: string;
  readonly shared = true;
  readonly #client: MlflowClient;
  readonly #model: string;
  readonly #journal: MlflowAliases;

  constructor(client: MlflowClient, model: string) {
    this.location = `MLflow at ${client.url}`;
    this.#client = client;
    this.#model = model;
    this.#journal = new MlflowAliases(client, model);
  }

  async add(folder: string, entry: NewVersion): Promise<{ version: ModelVersion; created: boolean }> {
    await requireDigests(folder, entry);
    await sendKept(this.#client, KEPT_RUNS);
    const existing = await this.findByDigest(entry.modelDigest);
    if (existing) return { version: existing, created: false };

    const place = await uploadBundle(this.#client, this.#model, folder, entry);
    const addedBy = randomUUID();
    await ensureModel(
      this.#client,
      this.#model,
      "Registered by `npm run register`; production is the one that serves.",
    );
    await createVersion(this.#client, { name: this.#model, ...place, tags: tagsOf({ ...entry, addedBy }) });
    const first = (await this.#found()).versions.find((found) => found.entry.modelDigest === entry.modelDigest);
    if (!first) throw this.#invalid(`the version that was added to ${this.#model} is gone again`);
    return { version: first.entry, created: first.addedBy === addedBy };
  }

  async list(): Promise<{ versions: ModelVersion[]; broken: BrokenVersion[] }> {
    const { versions, broken } = await this.#found();
    return { versions: versions.map(({ entry }) => entry), broken };
  }

  async get(versionOrAlias: number | Alias): Promise<ModelVersion | undefined> {
    const isAlias = typeof versionOrAlias === "string";
    const version = isAlias ? (await this.aliases())[versionOrAlias] : versionOrAlias;
    if (version === undefined) return undefined;
    const { versions, broken } = await this.#found();
    const isThere = isAlias || [...versions.map(({ raw }) => raw), ...broken].some((one) => one.version === version);
    return isThere ? (await this.#require(version)).entry : undefined;
  }

  async findByDigest(modelDigest: string): Promise<ModelVersion | undefined> {
    return (await this.list()).versions.find((version) => version.modelDigest === modelDigest);
  }

  async noteAlsoBuiltBy(version: number, build: AlsoBuiltBy): Promise<void> {
    const { entry } = await this.#require(version);
    if (withBuild(entry, build) === entry) return;
    await setVersionTag(this.#client, { name: this.#model, version }, buildKey(build), JSON.stringify(build));
  }

  async noteComparison(version: number, comparison: AlsoCompared): Promise<void> {
    const { entry } = await this.#require(version);
    if (withComparison(entry, comparison) === entry) return;
    const key = comparisonKey(comparison);
    await setVersionTag(this.#client, { name: this.#model, version }, key, JSON.stringify(comparison));
  }

  aliases(): Promise<Partial<Record<Alias, number>>> {
    return this.#journal.aliases();
  }

  async setAlias(wish: MoveWish): Promise<number | null> {
    await this.#require(wish.to);
    return this.#journal.move(wish);
  }

  history(): Promise<AliasMove[]> {
    return this.#journal.history();
  }

  async download(version: number, into: string): Promise<void> {
    const { raw, entry } = await this.#require(version);
    await downloadBundle(this.#client, raw.source, into, entry, `version ${version}`);
  }

  async #found(): Promise<{ versions: Found[]; broken: BrokenVersion[] }> {
    const versions: Found[] = [];
    const broken: BrokenVersion[] = [];
    for (const raw of await listVersions(this.#client, this.#model)) {
      const parsed = VersionTags.safeParse(gathered(raw.tags));
      if (!parsed.success) {
        broken.push({
          version: raw.version,
          fault: `its tags are none of this project's: ${z.prettifyError(parsed.error)}`,
        });
        continue;
      }
      const { addedBy, ...entry } = parsed.data;
      if (versions.some((earlier) => earlier.entry.modelDigest === entry.modelDigest)) continue;
      versions.push({ raw, addedBy, entry: { version: raw.version, ...entry } });
    }
    return { versions, broken };
  }

  async #require(version: number): Promise<Found> {
    const { versions, broken } = await this.#found();
    const found = versions.find(({ entry }) => entry.version === version);
    if (found) return found;
    const fault = broken.find((one) => one.version === version)?.fault ?? "it is not there";
    throw this.#invalid(`version ${version} can't be used: ${fault}`);
  }

  #invalid(what: string): PipelineError {
    const fix = "mend it on the server, with the bundle or the tags from a copy";
    return new PipelineError("ARTIFACT_INVALID", { what, where: this.location, fix });
  }
}
