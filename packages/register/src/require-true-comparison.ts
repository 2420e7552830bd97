import { judgeComparison } from "@churn/champion/judge-comparison";
import { type ChampionGate, type Comparison, PipelineError } from "@churn/contracts";

const TOLERANCE = 1e-6;
const WHERE = "metrics/comparison.json";

/**
 * Holds the comparison that the gate has judged against a new one, and the new one against the gate.
 *
 * @throws PipelineError ARTIFACT_INVALID when the file says otherwise, CHECK_FAILED when the champion is better
 */
export function requireTrueComparison(found: Comparison, said: Comparison, gate: ChampionGate | undefined): void {
  const other = firstDifference(found, said);
  if (other !== undefined) {
    throw new PipelineError("ARTIFACT_INVALID", {
      what: `${WHERE} is not what comparing with champion.json's version gives: ${other}`,
      where: WHERE,
      fix: "run `npx dvc repro -f evaluate`, which compares anew",
    });
  }
  const worse = judgeComparison(found, gate).filter(({ passed }) => !passed);
  if (worse.length === 0) return;
  const names = worse.map(({ metric, slice }) => `${metric}${slice === null ? "" : ` in slice ${slice}`}`);
  throw new PipelineError("CHECK_FAILED", {
    what: `the model is worse than the champion by more than is tolerated: ${names.join(", ")}`,
    where: WHERE,
    fix: "train a better model, then `npx dvc repro`",
  });
}

/** Path and values of the first difference between two JSON values, numbers within a tolerance. */
function firstDifference(found: unknown, said: unknown, path = ""): string | undefined {
  if (typeof found === "number" && typeof said === "number" && Math.abs(found - said) <= TOLERANCE) return undefined;
  if (typeof found !== "object" || typeof said !== "object" || found === null || said === null) {
    return found === said ? undefined : `${path} is ${JSON.stringify(said)}, now ${JSON.stringify(found)}`;
  }
  const [one, other] = [Object.entries(found), new Map(Object.entries(said))];
  if (one.length !== other.size) return `${path} has ${other.size} entries, now ${one.length}`;
  for (const [key, value] of one) {
    const difference = firstDifference(value, other.get(key), path === "" ? key : `${path}.${key}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}
