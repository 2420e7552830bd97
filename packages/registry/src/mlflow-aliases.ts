import { randomUUID } from "node:crypto";
import { PipelineError } from "@churn/contracts";
import { createVersion, ensureModel, listVersions, type MlflowClient, setVersionAlias } from "@churn/mlflow";
import { type AliasWish, effectiveMoves } from "./alias-journal.ts";
import { type Alias, type AliasMove, type MoveWish, nextMove } from "./registry.ts";
import { tagsOf, WishTags } from "./version-tags.ts";

const TRIES = 20;

/**
 * The aliases of a model in MLflow: a journal of moves, which are the versions of a model of its own, decides where they
 * are. MLflow's own aliases are set after it: for a moment, or when that fails until the next move, they are where they
 * were before, and one that was moved by hand comes back.
 */
export class MlflowAliases {
  readonly #client: MlflowClient;
  readonly #model: string;
  readonly #journal: string;

  constructor(client: MlflowClient, model: string) {
    this.#client = client;
    this.#model = model;
    this.#journal = `${model}-aliases`;
  }

  async aliases(): Promise<Partial<Record<Alias, number>>> {
    return Object.fromEntries((await this.#moves()).map(({ alias, to }) => [alias, to]));
  }

  async history(): Promise<AliasMove[]> {
    return (await this.#moves()).map(({ id: _, known: __, ...move }) => move);
  }

  /** As `Registry.setAlias`. */
  async move(wish: MoveWish): Promise<number | null> {
    for (let tried = 0; tried < TRIES; tried++) {
      const move = nextMove(await this.history(), wish);
      if (move === undefined || (await this.#append({ ...move, known: wish.known, id: randomUUID() }))) {
        await this.#show(wish.alias);
        return move ? move.from : wish.to;
      }
    }
    throw new PipelineError("UNREACHABLE", {
      what: `others move ${wish.alias} of ${this.#model} all the time`,
      where: this.#client.url,
      fix: "run this again later",
    });
  }

  /** Those that took effect, oldest first. */
  async #moves(): Promise<AliasWish[]> {
    const journal = (await listVersions(this.#client, this.#journal)).map(({ version, tags }) => {
      const { success, data } = WishTags.safeParse(tags);
      if (success) return data;
      throw new PipelineError("ARTIFACT_INVALID", {
        what: `version ${version} of ${this.#journal} is no move of an alias`,
        where: this.#client.url,
        fix: "update this checkout to the one that wrote it; what was made by hand, delete in MLflow",
      });
    });
    return effectiveMoves(journal);
  }

  /** @returns whether it took effect */
  async #append(wish: AliasWish): Promise<boolean> {
    await ensureModel(
      this.#client,
      this.#journal,
      "Where the aliases went; written by the project, leave it as it is.",
    );
    const source = `models:/${this.#model}/${wish.to}`;
    await createVersion(this.#client, { name: this.#journal, source, tags: tagsOf(wish) });
    return (await this.#moves()).some(({ id }) => id === wish.id);
  }

  /** Sets MLflow's own alias, again if the journal went on in the meantime: who is last sets what is last. */
  async #show(alias: Alias): Promise<void> {
    let shown: number | undefined;
    for (let version = (await this.aliases())[alias]; version !== undefined && version !== shown; ) {
      await setVersionAlias(this.#client, { name: this.#model, version }, alias);
      shown = version;
      version = (await this.aliases())[alias];
    }
  }
}
