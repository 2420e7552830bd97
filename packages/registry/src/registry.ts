import { EvalMetrics, GateCheck, GitState, Lineage, PipelineError } from "@churn/contracts";
import { z } from "zod";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const at = z.iso.datetime();

/** Another state of the sources that made the same model. */
export const AlsoBuiltBy = z.strictObject({ ...GitState.shape, at, by: z.string() });
export type AlsoBuiltBy = z.infer<typeof AlsoBuiltBy>;

/** A champion that the same model was held against after it was registered, and was not worse than. */
export const AlsoCompared = z.strictObject({ ...Lineage.shape.comparison.shape, at, by: z.string() });
export type AlsoCompared = z.infer<typeof AlsoCompared>;

/** What a registry remembers of a version beside its bundle. */
export const ModelVersion = z.strictObject({
  version: z.int().positive(),
  modelDigest: sha256,
  releaseDigest: sha256,
  registeredAt: at,
  registeredBy: z.string(),
  dataset: z.string(),
  metrics: EvalMetrics.pick({ accuracy: true, f1_score: true, roc_auc: true }),
  gates: z.array(GateCheck).min(1),
  /** sha256 of dvc.lock when it was registered; null without one. */
  dvcLock: sha256.nullable(),
  /** Of the first one who registered it. */
  git: GitState,
  /** The table that it was trained on. */
  data: Lineage.shape.data.pick({ md5: true, pinned: true }).optional(),
  alsoBuiltBy: z.array(AlsoBuiltBy),
  alsoCompared: z.array(AlsoCompared).default([]),
});
export type ModelVersion = z.infer<typeof ModelVersion>;
/** A version before the registry has given it a number. */
export type NewVersion = Omit<ModelVersion, "version" | "alsoBuiltBy" | "alsoCompared">;
export const NO_NOTES = { alsoBuiltBy: [], alsoCompared: [] };

export const ALIASES = ["candidate", "staging", "production"] as const;
export type Alias = (typeof ALIASES)[number];

/** One alias put on one version; `from` is where it was before, `kind` says that a bad version was taken back. */
export const AliasMove = z.strictObject({
  alias: z.enum(ALIASES),
  from: z.int().positive().nullable(),
  to: z.int().positive(),
  at,
  by: z.string(),
  why: z.string(),
  kind: z.literal("rollback").optional(),
});
export type AliasMove = z.infer<typeof AliasMove>;
/**
 * A move before it is made. With `from` the alias must be there, or on no version for null; with `known` there must
 * have been as many moves, of all aliases, as when it was decided.
 */
export type MoveWish = Omit<AliasMove, "from"> & { readonly from?: number | null; readonly known?: number };

/** A version that is there but can't be used. */
export type BrokenVersion = { readonly version: number; readonly fault: string };

/**
 * Versions of one model, numbered from 1 (a number may be left out), never changed and never given twice, and aliases
 * that point at them. Every method is safe against another process that does the same, and against being killed in the
 * middle.
 *
 * Errors of all methods: PipelineError UNREACHABLE when the registry does not answer in time, ENVIRONMENT_INVALID when
 * it wants other credentials, ARTIFACT_INVALID when it holds what it should not.
 */
export interface Registry {
  /** For messages. */
  readonly location: string;
  /** Others use it too: a bundle made of files that no commit or data pin names must not enter unless told so. */
  readonly shared: boolean;
  /**
   * Adds a bundle, or finds the version that has its modelDigest: that one stays as it is.
   *
   * @throws PipelineError ARTIFACT_INVALID when the folder's digests are not those of `entry`
   */
  add(folder: string, entry: NewVersion): Promise<{ version: ModelVersion; created: boolean }>;
  /** Ascending. */
  list(): Promise<{ versions: ModelVersion[]; broken: BrokenVersion[] }>;
  /** @throws PipelineError ARTIFACT_INVALID for a version that is broken, or an alias on one that is gone */
  get(versionOrAlias: number | Alias): Promise<ModelVersion | undefined>;
  findByDigest(modelDigest: string): Promise<ModelVersion | undefined>;
  /** Once per commit; a commit that is noted already is not noted again. */
  noteAlsoBuiltBy(version: number, build: AlsoBuiltBy): Promise<void>;
  /** Once per champion. */
  noteComparison(version: number, comparison: AlsoCompared): Promise<void>;
  aliases(): Promise<Partial<Record<Alias, number>>>;
  /**
   * Puts the alias on a version and writes it down; nothing happens when it is there already. Of two who move it away
   * from the same `from` at once, one does.
   *
   * @returns where the alias was before
   * @throws PipelineError CHECK_FAILED when the alias is not where `from` says, or others moved one since `known`
   */
  setAlias(wish: MoveWish): Promise<number | null>;
  /** Every move, oldest first. */
  history(): Promise<AliasMove[]>;
  /**
   * Brings a version's bundle into the folder `into`, in the place of what is there.
   *
   * @throws PipelineError ARTIFACT_INVALID when the bytes are not those that were registered
   */
  download(version: number, into: string): Promise<void>;
}

/** Aliases of one version, in the order in which a version earns them. */
export const aliasesOf = (aliases: Partial<Record<Alias, number>>, version: number): Alias[] =>
  ALIASES.filter((alias) => aliases[alias] === version);

/** The version with the note, or the same one when that commit is known to have built it. */
export function withBuild(known: ModelVersion, build: AlsoBuiltBy): ModelVersion {
  const isNoted = [known.git, ...known.alsoBuiltBy].some((git) => {
    return git.commit === build.commit && git.dirty === build.dirty;
  });
  return isNoted ? known : { ...known, alsoBuiltBy: [...known.alsoBuiltBy, build] };
}

/** The version with the note, or the same one when it was held against that champion before. */
export function withComparison(known: ModelVersion, comparison: AlsoCompared): ModelVersion {
  const digest = ({ champion }: AlsoCompared) => champion?.modelDigest;
  const isNoted = known.alsoCompared.some((one) => digest(one) === digest(comparison));
  return isNoted ? known : { ...known, alsoCompared: [...known.alsoCompared, comparison] };
}

/**
 * What a move adds to the moves there were; undefined when the alias is there already.
 *
 * @throws PipelineError CHECK_FAILED when it is not where the wish says, or there were moves that the wish does not know
 */
export function nextMove(
  moves: readonly AliasMove[],
  { from: expected, known, ...wish }: MoveWish,
): AliasMove | undefined {
  const from = moves.findLast(({ alias }) => alias === wish.alias)?.to ?? null;
  if (from === wish.to) return undefined;
  if (expected !== undefined && expected !== from) {
    throw overtaken(`${wish.alias} is on ${named(from)}, not on ${named(expected)}: somebody has moved it`);
  }
  const last = moves.at(-1);
  if (known !== undefined && known !== moves.length) {
    throw overtaken(last ? `${last.by} has moved ${last.alias} to ${named(last.to)}` : "the history is gone");
  }
  return { ...wish, from };
}

const named = (version: number | null) => (version === null ? "no version" : `version ${version}`);

const overtaken = (what: string): PipelineError =>
  new PipelineError("CHECK_FAILED", {
    what: `${what} in the meantime`,
    where: "the registry",
    fix: "see what is there now (`npm run models -- history`), then decide again",
  });
