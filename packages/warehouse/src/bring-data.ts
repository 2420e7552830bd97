import { PipelineError } from "@churn/contracts";
import { moveInto, temporaryBeside } from "@churn/runtime";
import { type DataFiles, factsOf, isInPlace } from "./data-files.ts";
import { type DataPin, worldOf } from "./data-pin.ts";
import { makeTable } from "./make-table.ts";

/** Brings the pinned table from DVC's remote; undefined where none is configured. */
export type Pull = () => Promise<{ ok: boolean } | undefined>;

/** Sees to it that the pinned table is in its place; a file that is there already is never overwritten. */
export async function bringData(
  files: DataFiles,
  pin: DataPin,
  pull: Pull,
  say: (line: string) => void,
): Promise<void> {
  const size = `${(pin.size / 1e6).toFixed(1)} MB, md5 ${pin.md5}`;
  if (await isInPlace(files, pin)) return say(`${files.table} is the table that ${files.pin} pins (${size})`);
  const pulled = await pull();
  if (pulled?.ok && (await isInPlace(files, pin))) return say(`${files.table} pulled (${size})`);
  if (pulled) say("`dvc pull` did not bring the table (see above); the simulated warehouse makes it");
  if (!pin.recipe) {
    throw new PipelineError("DATA_MISSING", {
      what: `${files.table} is not there, and ${pulled ? "the DVC remote did not give it" : "no DVC remote is configured"}; a table of ${pin.dataset} cannot be made by the simulated warehouse`,
      where: files.pin,
      fix: pulled
        ? "mend the remote (`npx dvc pull data.dvc` says what is wrong)"
        : `put the file in its place again (npm run data -- --dataset ${pin.dataset} --from FILE), or configure the remote that has it (npx dvc remote add -d NAME URL)`,
    });
  }
  await makePinned(files, pin, pin.recipe);
  say(`${files.table} made by the simulated warehouse as of ${pin.recipe.as_of} (${size})`);
}

async function makePinned(files: DataFiles, pin: DataPin, recipe: NonNullable<DataPin["recipe"]>): Promise<void> {
  const { world, asOf } = worldOf(recipe, `${files.pin}, key meta`);
  const temporary = temporaryBeside(files.table);
  await makeTable(temporary, world, asOf);
  const made = await factsOf(temporary);
  if (made?.md5 === pin.md5) return moveInto(temporary, files.table);
  throw new PipelineError("DATA_MISSING", {
    what: `the simulated warehouse makes another table (md5 ${made?.md5}) than ${files.pin} pins (md5 ${pin.md5}); nothing was written`,
    where: `${files.pin}, keys meta and outs`,
    fix: "pull it from where it was pinned (npx dvc remote add, npx dvc pull), or pin anew on purpose: npm run data -- --refresh --as-of DATE",
  });
}
