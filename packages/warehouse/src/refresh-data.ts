import { rm } from "node:fs/promises";
import { Expectations, loadDataset, PipelineError } from "@churn/contracts";
import { moveInto, readJson, temporaryBeside, writeJson } from "@churn/runtime";
import { csvHeader } from "@churn/tables";
import { type DataFiles, factsOf, isInPlace } from "./data-files.ts";
import { type DataPin, DEFAULT_RECIPE, writePin } from "./data-pin.ts";
import { expectationChanges } from "./expectation-changes.ts";
import { measureExpectations } from "./expectations.ts";
import { type Refresh, refreshSource } from "./refresh-source.ts";
import { requireColumns } from "./require-columns.ts";

/** Extracts the table anew and pins it. */
export async function refreshData(
  files: DataFiles,
  pin: DataPin,
  asked: Refresh,
  say: (line: string) => void,
  warehouseUrl?: string,
): Promise<void> {
  if (pin.dataset !== DEFAULT_RECIPE.dataset) {
    throw new PipelineError("USAGE_INVALID", {
      what: `a table of ${pin.dataset} does not come from a warehouse`,
      where: `${files.pin}, key meta.dataset`,
      fix: `npm run data -- --dataset ${pin.dataset} --from FILE --refresh`,
    });
  }
  const { meta, write } = refreshSource(pin, asked, warehouseUrl);
  const inPlace = await isInPlace(files, pin);
  const temporary = temporaryBeside(files.table);
  await write(temporary);
  const made = await factsOf(temporary);
  if (!made) throw new Error(`${temporary} was not written`);
  const dataset = await loadDataset(pin.dataset);
  requireColumns(dataset, await csvHeader(temporary), "packages/warehouse/src/extract.sql");
  const expectationsFile = files.expectations(pin.dataset);
  const oldExpectations = await readJson(expectationsFile, Expectations, "").catch(() => undefined);
  const expectations = await measureExpectations(temporary, dataset);

  const asPinned = Object.entries({ source: undefined, ...meta }).every(([key, value]) => pin.meta[key] === value);
  const isSame = made.md5 === pin.md5 && asPinned && sameJson(expectations, oldExpectations);
  if (isSame && inPlace) await rm(temporary);
  else moveInto(temporary, files.table);
  if (isSame) {
    return say(`unchanged: the table as of ${asked.asOf} is the one that ${files.pin} pins (md5 ${made.md5})`);
  }
  await writePin(files.pin, { ...made, meta });
  writeJson(expectationsFile, expectations);
  say(`${files.table} extracted anew and pinned`);
  const then: Record<string, unknown> = { ...pin.meta, md5: pin.md5, bytes: pin.size };
  const now: Record<string, unknown> = { ...meta, md5: made.md5, bytes: made.size };
  for (const key of ["source", "as_of", "seed", "rows", "drift", "md5", "bytes"]) {
    if (then[key] !== now[key]) say(`  ${key}: ${then[key] ?? "none"} → ${now[key] ?? "none"}`);
  }
  if (oldExpectations) {
    const changes = expectationChanges(oldExpectations, expectations, asked.asOf);
    for (const change of changes) say(`  beyond what was expected: ${change}`);
    if (changes.length === 0) say("  within what was expected of it");
  }
  say(`review and commit ${files.pin} and ${expectationsFile}`);
}

const sameJson = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
