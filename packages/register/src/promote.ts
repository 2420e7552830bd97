import { PipelineError } from "@churn/contracts";
import { findVersion, type ModelVersion, type Registry } from "@churn/registry";
import { checkVersion } from "./check-version.ts";
import { type PromotionWish, positions, requireCompared, requireGates, versionToPromote } from "./promotion-rules.ts";

/** One alias that went from `from` to `version`, or was there already; `checked`: what was looked at, in words. */
export type Moved = {
  readonly version: ModelVersion;
  readonly from: number | null;
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
  if (from === version.version) return { version, from, checked: [] };

  const { lineage, seen } = await checkVersion(registry, version);
  const checked = [...seen, requireGates(version, lineage)];
  const now = positions(moves).production;
  const champion = now === undefined ? undefined : await registry.get(now);
  checked.push(comparison(() => requireCompared(version, lineage, champion), to));
  await registry.setAlias({ alias: to, from, to: version.version, ...mover, why: reason ?? `promoted to ${to}` });
  return { version, from, checked };
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
