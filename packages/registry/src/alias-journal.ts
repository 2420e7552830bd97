import { z } from "zod";
import { AliasMove } from "./registry.ts";

/** A wish to move an alias; `id` tells it from all others, and from itself when it was sent twice. */
export const AliasWish = z.strictObject({ ...AliasMove.shape, id: z.uuid() });
export type AliasWish = z.infer<typeof AliasWish>;

/**
 * The wishes that took effect, of a journal that can only be added to and that all readers see in one order: those
 * that found the alias where they say it was. Of two who want to move it away from the same place the first one does,
 * and both see which it was; nobody holds a lock that could be lost.
 */
export function effectiveMoves(journal: readonly AliasWish[]): AliasWish[] {
  const at = new Map<string, number>();
  const seen = new Set<string>();
  return journal.filter(({ alias, from, to, id }) => {
    const isEffective = !seen.has(id) && (at.get(alias) ?? null) === from && from !== to;
    seen.add(id);
    if (isEffective) at.set(alias, to);
    return isEffective;
  });
}
