import { rm } from "node:fs/promises";
import { Expectations, loadDataset, PipelineError } from "@churn/contracts";
import { moveInto, readJson, temporaryBeside, writeJson } from "@churn/runtime";
import { type DataFiles, factsOf, isInPlace } from "./data-files.ts";
import { type DataPin, DEFAULT_RECIPE, parseRecipe, worldOf, writePin } from "./data-pin.ts";
import { expectationChanges } from "./expectation-changes.ts";
import { measureExpectations } from "./expectations.ts";
import { makeTable } from "./make-table.ts";

export type Refresh = {
  asOf: string;
  seed?: number | undefined;
  rows?: number | undefined;
  drift?: boolean | undefined;
};

/** Extracts the table anew and pins it; what is not asked for stays as it was pinned. */
export async function refreshData(
  files: DataFiles,
  pin: DataPin,
  asked: Refresh,
  say: (line: string) => void,
): Promise<void> {
  if (pin.dataset !== DEFAULT_RECIPE.dataset) {
    throw new PipelineError("USAGE_INVALID", {
      what: `a table of ${pin.dataset} does not come from the simulated warehouse`,
      where: `${files.pin}, key meta.dataset`,
      fix: `npm run data -- --dataset ${pin.dataset} --from FILE --refresh`,
    });
  }
  const before = pin.recipe ?? { ...DEFAULT_RECIPE, as_of: "unknown" };
  const recipe = parseRecipe(
    {
      dataset: before.dataset,
      as_of: asked.asOf,
      seed: asked.seed ?? before.seed,
      rows: asked.rows ?? before.rows,
      drift: asked.drift ?? before.drift,
    },
    "the command line",
  );
  const { world, asOf } = worldOf(recipe, "--as-of");
  const inPlace = await isInPlace(files, pin);
  const temporary = temporaryBeside(files.table);
  await makeTable(temporary, world, asOf);
  const made = await factsOf(temporary);
  if (!made) throw new Error(`${temporary} was not written`);
  const dataset = await loadDataset(recipe.dataset);
  const expectationsFile = files.expectations(recipe.dataset);
  const oldExpectations = await readJson(expectationsFile, Expectations, "").catch(() => undefined);
  const expectations = await measureExpectations(temporary, dataset);

  const isSame = made.md5 === pin.md5 && sameJson(recipe, pin.recipe) && sameJson(expectations, oldExpectations);
  if (isSame && inPlace) await rm(temporary);
  else moveInto(temporary, files.table);
  if (isSame) {
    return say(`unchanged: the table as of ${recipe.as_of} is the one that ${files.pin} pins (md5 ${made.md5})`);
  }
  await writePin(files.pin, { ...made, meta: recipe });
  writeJson(expectationsFile, expectations);
  say(`${files.table} extracted anew and pinned`);
  const now = { ...recipe, md5: made.md5, bytes: made.size };
  const then = { ...before, md5: pin.md5, bytes: pin.size };
  for (const key of ["as_of", "seed", "rows", "drift", "md5", "bytes"] as const) {
    if (then[key] !== now[key]) say(`  ${key}: ${then[key]} → ${now[key]}`);
  }
  if (oldExpectations) {
    const changes = expectationChanges(oldExpectations, expectations, recipe.as_of);
    for (const change of changes) say(`  beyond what was expected: ${change}`);
    if (changes.length === 0) say("  within what was expected of it");
  }
  say(`review and commit ${files.pin} and ${expectationsFile}`);
}

const sameJson = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
