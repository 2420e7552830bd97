import { type Lineage, PipelineError } from "@churn/contracts";
import type { AliasMove, ModelVersion } from "@churn/registry";
import { productionPast } from "./production-past.ts";
import { holds } from "./release.ts";

export const TARGETS = ["staging", "production"] as const;
export type Target = (typeof TARGETS)[number];

/** `named`: the version that was asked for, if one was; `reason`: why, if somebody said it. */
export type PromotionWish = { readonly to: Target; readonly named?: number; readonly reason?: string };

/**
 * Which version is to move: to staging the candidate or the one that is named, to production only the one in staging.
 *
 * @param moves - of all aliases, oldest first
 * @throws PipelineError ARTIFACT_MISSING when none is there to move, CHECK_FAILED when it may not move there
 */
export function versionToPromote({ to, named, reason }: PromotionWish, moves: readonly AliasMove[]): number {
  const aliases = positions(moves);
  if (to === "staging") {
    const candidate = named ?? aliases.candidate;
    if (candidate !== undefined) return candidate;
    throw absent("no version is the candidate", "run `npm start`, which registers one, or name one with --version");
  }
  const version = aliases.staging;
  if (version === undefined) throw absent("nothing is in staging, and production takes only what is there", STAGE);
  if (named !== undefined && named !== version) {
    throw refusal(`version ${named} is not in staging, version ${version} is`, `${STAGE} -- --version ${named}`);
  }
  const back = aliases.production === version ? undefined : productionPast(moves).takenBack.get(version);
  if (back && (named === undefined || reason === undefined)) {
    throw refusal(
      `version ${version} was taken back from production on ${back.at.slice(0, 10)} by ${back.by}: ${back.why}`,
      `put a better version into staging, or say that you mean it: npm run promote -- --to production --version ${version} --reason "…"`,
    );
  }
  return version;
}

const STAGE = "npm run promote -- --to staging";

/** Where each alias is after these moves. */
export const positions = (moves: readonly AliasMove[]): Partial<Record<AliasMove["alias"], number>> =>
  Object.fromEntries(moves.map(({ alias, to }) => [alias, to]));

/**
 * The version passed the gates of its own time: what its record says, and its bundle says the same.
 *
 * @returns that, in words
 * @throws PipelineError CHECK_FAILED naming what did not pass
 */
export function requireGates({ version, gates }: ModelVersion, lineage: Lineage): string {
  const failed = [...gates, ...lineage.gates].filter((gate) => !holds(gate));
  if (failed.length === 0 && JSON.stringify(gates) === JSON.stringify(lineage.gates)) {
    return gates.length === 1 ? "it passed its one gate" : `it passed its ${gates.length} gates`;
  }
  const names = new Set(failed.map(({ metric, slice }) => (slice === null ? metric : `${metric} in slice ${slice}`)));
  const what =
    failed.length > 0
      ? `version ${version} did not pass its gates: ${[...names].join(", ")}`
      : `the record of version ${version} names other gates than its bundle`;
  throw refusal(what, "promote one that passed: npm run models lists them all");
}

/**
 * The version was held against the champion of today, when it was released or since.
 *
 * @param champion - the version in production
 * @returns that, in words
 * @throws PipelineError CHECK_FAILED when it was held against another one, or none
 */
export function requireCompared(version: ModelVersion, lineage: Lineage, champion: ModelVersion | undefined): string {
  if (champion === undefined) return "nothing is in production yet: there is no champion to be worse than";
  const named = `version ${champion.version}, which is in production`;
  if (champion.modelDigest === version.modelDigest) return "it is the one in production";
  const comparison = [lineage.comparison, ...version.alsoCompared].find(
    (one) => one.champion?.modelDigest === champion.modelDigest,
  );
  if (comparison?.status === "compared") return `it was judged beside ${named}`;
  if (comparison?.status === "not comparable") return `it can't be compared with ${named}: ${comparison.why}`;
  const { status, champion: other } = lineage.comparison;
  const judged = other ? `judged beside version ${other.version}` : "judged when there was no champion";
  const how = status === "not available" ? "judged without the champion's bundle" : judged;
  throw refusal(
    `version ${version.version} was ${how}, not beside ${named}`,
    `on its commit (${lineage.git.commit?.slice(0, 8) ?? "unknown"}) run npm run champion, npx dvc repro and npm run register, then again`,
  );
}

const absent = (what: string, fix: string): PipelineError =>
  new PipelineError("ARTIFACT_MISSING", { what, where: "the registry", fix });

const refusal = (what: string, fix: string): PipelineError =>
  new PipelineError("CHECK_FAILED", { what, where: "the registry", fix });
