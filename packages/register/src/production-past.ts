import type { AliasMove } from "@churn/registry";

/**
 * What became of production: which versions a rollback may return to, the nearest first, and the move that took each
 * bad version back. A rollback ends the version it leaves, so the next one goes further back and never forth; a version
 * that was taken back is no place to return to, unless it was promoted again since.
 *
 * @param moves - of all aliases, oldest first
 */
export function productionPast(moves: readonly AliasMove[]): {
  before: number[];
  takenBack: ReadonlyMap<number, AliasMove>;
} {
  let served: number[] = [];
  const takenBack = new Map<number, AliasMove>();
  for (const move of moves.filter(({ alias }) => alias === "production")) {
    if (move.kind === "rollback") {
      if (move.from !== null) takenBack.set(move.from, move);
      served = served.slice(0, Math.max(0, served.lastIndexOf(move.to)));
    } else takenBack.delete(move.to);
    served.push(move.to);
  }
  const now = served.pop();
  const before = new Set(served.toReversed().filter((version) => version !== now && !takenBack.has(version)));
  return { before: [...before], takenBack };
}
