import type { Alias } from "@churn/registry";
import type { Moved } from "./promote.ts";

/** What a person reads after an alias has moved: what was checked, and from where to where. */
export function moveReport(alias: Alias, { version: { version }, from, movedBy, checked }: Moved): string[] {
  if (from === version)
    return [`${alias} is on version ${version} already, moved by ${movedBy}; nothing was moved now`];
  const before = from === null ? "no version" : `version ${from}`;
  return [`version ${version}`, ...checked.map((line) => `  ${line}`), `${alias}: ${before} → version ${version}`];
}

const NEXT = "next: commit champion.json; npx dvc repro judges the next model beside it";

/** What is to be done after a rollback, and what became of the version that was taken back. */
export function afterRollback({ from, version: { version } }: Moved): string[] {
  if (from === version) return [NEXT];
  return [NEXT, `version ${from} stays in the registry; it goes to production again only by number and with a reason`];
}

/** What may be done next, and how the move is taken back. */
export function afterwards(alias: "staging" | "production", { from, version: { version } }: Moved): string[] {
  if (alias === "production") {
    return [NEXT, ...(from === null || from === version ? [] : ['to take it back: npm run rollback -- --reason "…"'])];
  }
  const back =
    from === null || from === version ? [] : [`to take it back: npm run promote -- --to staging --version ${from}`];
  return ["next: test the service that follows staging, then npm run promote -- --to production", ...back];
}
