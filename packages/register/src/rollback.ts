import { PipelineError } from "@churn/contracts";
import type { ModelVersion, Registry } from "@churn/registry";
import { checkVersion } from "./check-version.ts";
import { productionPast } from "./production-past.ts";
import { type Moved, type Mover, moveAlias } from "./promote.ts";
import { positions } from "./promotion-rules.ts";

export type RollbackWish = { readonly reason?: string | undefined; readonly from?: number | undefined };

/**
 * Moves production back to the version that was there before; past those whose bytes are lost.
 *
 * @param wish.from - only if this version is in production: not when somebody else has taken it back already
 * @throws PipelineError ARTIFACT_MISSING when there is none, CHECK_FAILED when it does not predict what it should, or
 * somebody else moved production in the meantime
 */
export async function rollback(registry: Registry, wish: RollbackWish, mover: Mover): Promise<Moved> {
  const moves = await registry.history();
  const from = positions(moves).production;
  if (from === undefined) throw nowhere("nothing is in production, so there is nothing to take back", registry);
  if (wish.from !== undefined && wish.from !== from) throw elsewhere(wish.from, from, registry);
  const passedOver: string[] = [];
  for (const target of productionPast(moves).before) {
    const found = await usable(registry, target);
    if (typeof found === "string") {
      passedOver.push(`version ${target} can't be used: ${found}`);
      continue;
    }
    const why = wish.reason || "rolled back";
    const move = { from, to: target, known: moves.length, ...mover, why, kind: "rollback" } as const;
    const moved = { version: found.version, from, checked: [...passedOver, ...found.seen] };
    return moveAlias(registry, { alias: "production", ...move }, moved);
  }
  const lines = [`there is no version to go back to from version ${from}`, ...passedOver.map((line) => `  - ${line}`)];
  throw nowhere(lines.join("\n"), registry);
}

/** What was seen of it; as text, why it can't be had. */
async function usable(registry: Registry, number: number): Promise<{ version: ModelVersion; seen: string[] } | string> {
  try {
    const version = await registry.get(number);
    if (version === undefined) return "it is not there";
    return { version, seen: (await checkVersion(registry, version)).seen };
  } catch (error) {
    if (error instanceof PipelineError && error.code.startsWith("ARTIFACT_")) return error.message;
    throw error;
  }
}

const nowhere = (what: string, { location }: Registry): PipelineError =>
  new PipelineError("ARTIFACT_MISSING", {
    what,
    where: location,
    fix: "put a better version into staging and promote it: npm run models lists them all",
  });

const elsewhere = (expected: number, found: number, { location }: Registry): PipelineError =>
  new PipelineError("CHECK_FAILED", {
    what: `production is on version ${found}, not on version ${expected}`,
    where: location,
    fix: "see what is there now (`npm run models -- history`), then decide again",
  });
