import { PipelineError } from "@churn/contracts";
import { type Alias, findVersion, type ModelVersion, type MoveWish, type Registry } from "@churn/registry";
import { checkVersion } from "./check-version.ts";
import { type PromotionWish, positions, requireCompared, requireGates, versionToPromote } from "./promotion-rules.ts";

/** One alias that is on `version`. */
export type Moved = {
  readonly version: ModelVersion;
  /** Where it was before; the same version: it was there already, and nothing was moved. */
  readonly from: number | null;
  /** Who moved it there, when it was there already. */
  readonly movedBy?: string | undefined;
  /** What was looked at, in words. */
  readonly checked: readonly string[];
};
export type Mover = { readonly at: string; readonly by: string };

/**
 * Moves staging or production on, after the checks of that step.
 *
 * @throws PipelineError CHECK_FAILED when a check says no, or somebody else moved the alias in the meantime
 */
export async function promote(registry: Registry, wish: PromotionWish, mover: Mover): Promise<Moved> {
  const { to, reason } = wish;
  const moves = await registry.history();
  const version = await findVersion(registry, String(versionToPromote(wish, moves)));
  const from = positions(moves)[to] ?? null;
  if (from === version.version) return isThere(registry, to, version);

  const { lineage, seen } = await checkVersion(registry, version);
  const checked = [...seen, requireGates(version, lineage)];
  const now = positions(moves).production;
  const champion = now === undefined ? undefined : await registry.get(now);
  checked.push(comparison(() => requireCompared(version, lineage, champion), to));
  const why = reason ?? `promoted to ${to}`;
  const move = { alias: to, from, to: version.version, known: moves.length, ...mover, why };
  return moveAlias(registry, move, { version, from, checked });
}

/** Makes the move that was decided; somebody else may have made the same in the meantime. */
export async function moveAlias(registry: Registry, wish: MoveWish, moved: Moved): Promise<Moved> {
  const before = await registry.setAlias(wish);
  return before === wish.to ? isThere(registry, wish.alias, moved.version) : moved;
}

async function isThere(registry: Registry, alias: Alias, version: ModelVersion): Promise<Moved> {
  const movedBy = (await registry.history()).findLast((move) => move.alias === alias)?.by;
  return { version, from: version.version, movedBy, checked: [] };
}

/** Staging may hold what is not compared with today's champion yet; it is told there and refused for production. */
function comparison(require: () => string, to: PromotionWish["to"]): string {
  try {
    return require();
  } catch (error) {
    if (to === "production" || !(error instanceof PipelineError)) throw error;
    return `not fit for production yet: ${error.message}`;
  }
}
