import { existsSync } from "node:fs";
import { Expectations } from "@churn/contracts";
import { readJson, writeJson } from "@churn/runtime";
import { expectationChanges } from "./expectation-changes.ts";

/** What is expected so far; a file that can't be read may hold tolerances set by hand, so nothing is written over it. */
export async function readExpected(path: string): Promise<Expectations | undefined> {
  if (!existsSync(path)) return undefined;
  return readJson(path, Expectations, "mend the file, or measure it anew with --refresh");
}

/** Writes what is expected where nothing is yet; else says in what the table is further away, and lets time go on. */
export function settleExpectations(
  path: string,
  old: Expectations | undefined,
  measured: Expectations,
  say: (line: string) => void,
): void {
  if (!old) {
    writeJson(path, measured);
    return;
  }
  const today = new Date().toISOString().slice(0, 10);
  const changes = expectationChanges(old, measured, today);
  for (const change of changes) say(`  beyond what ${path} expects: ${change}`);
  if (changes.length > 0) say("  accept it with --refresh, or mend the table: validation will refuse it as it is");
  const asOf = laterDates(old.asOf, measured.asOf, today);
  if (!asOf) return;
  writeJson(path, { ...old, asOf });
  say(`  ${path} now expects as-of dates from ${asOf.first} to ${asOf.last}; all else in it is as it was`);
}

/** The as-of dates of a table that goes on where the old one ended; none when it goes back, or knows days to come. */
function laterDates(old: Expectations["asOf"], now: Expectations["asOf"], today: string): Expectations["asOf"] {
  if (!old || !now || now.first < old.first || now.last <= old.last || now.last > today) return null;
  return now;
}
