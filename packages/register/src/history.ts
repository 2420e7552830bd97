import type { AliasMove } from "@churn/registry";
import { aligned } from "./models.ts";

const HEAD = ["when (UTC)", "alias", "from", "to", "by", "why"];

/** Every move of an alias as a table for people, the newest first. */
export function historyTable(moves: readonly AliasMove[]): string {
  if (moves.length === 0) return "No alias was moved yet: npm start registers a model as candidate.";
  const rows = moves.toReversed().map(({ at, alias, from, to, by, why, kind }) => {
    const words = kind === "rollback" && why !== "rolled back" ? `rolled back: ${why}` : why;
    return [at.slice(0, 16).replace("T", " "), alias, from === null ? "–" : String(from), String(to), by, words];
  });
  return aligned([HEAD, ...rows]);
}
