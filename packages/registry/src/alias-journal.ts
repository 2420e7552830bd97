import { z } from "zod";
import { AliasMove } from "./registry.ts";

/**
 * A wish to move an alias; `id` tells it from all others, and from itself when it was sent twice. For `known` see
 * MoveWish.
 */
export const AliasWish = z.strictObject({ ...AliasMove.shape, known: z.int().nonnegative().optional(), id: z.uuid() });
export type AliasWish = z.infer<typeof AliasWish>;

/**
 * The wishes that took effect, of a journal that can only be added to and that all readers see in one order: those
 * that found the alias where they say it was, and no move that they did not know. Of two who want to move it away from
 * the same place the first one does, and both see which it was; nobody holds a lock that could be lost.
 */
export function effectiveMoves(journal: readonly AliasWish[]): AliasWish[] {
  const at = new Map<string, number>();
  const seen = new Set<string>();
  let count = 0;
  return journal.filter(({ alias, from, to, known = count, id }) => {
    const isEffective = !seen.has(id) && (at.get(alias) ?? null) === from && from !== to && known === count;
    seen.add(id);
    if (!isEffective) return false;
    at.set(alias, to);
    count++;
    return true;
  });
}
