import { existsSync } from "node:fs";
import { Expectations } from "@churn/contracts";
import { readJson, writeJson } from "@churn/runtime";
import { expectationChanges } from "./expectation-changes.ts";

/** What is expected so far; a file that can't be read may hold tolerances set by hand, so nothing is written over it. */
export async function readExpected(path: string): Promise<Expectations | undefined> {
  if (!existsSync(path)) return undefined;
  return readJson(path, Expectations, "mend the file, or measure it anew with --refresh");
}

/** Writes what is expected where nothing is yet; else says in what the table is further away. */
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
  const changes = expectationChanges(old, measured, new Date().toISOString().slice(0, 10));
  for (const change of changes) say(`  beyond what ${path} expects: ${change}`);
  if (changes.length > 0) say("  accept it with --refresh, or mend the table: validation will refuse it as it is");
}
