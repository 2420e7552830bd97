import { copyFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { loadDataset, PipelineError } from "@churn/contracts";
import { moveInto, temporaryBeside } from "@churn/runtime";
import { type DataFiles, factsOf, isInPlace } from "./data-files.ts";
import { type DataPin, worldOf } from "./data-pin.ts";
import { makeTable } from "./make-table.ts";
import { POSTGRES } from "./refresh-source.ts";

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
  if (await isKept(files, pin)) return say(`${files.table} taken from DVC's cache (${size})`);
  const pulled = await pull();
  if (pulled?.ok && (await isInPlace(files, pin))) return say(`${files.table} pulled (${size})`);
  if (pulled && pin.recipe) say("`dvc pull` did not bring the table (see above); the simulated warehouse makes it");
  if (!pin.recipe) throw await nobodyMakesIt(files, pin, pulled !== undefined);
  await makePinned(files, pin, pin.recipe);
  say(`${files.table} made by the simulated warehouse as of ${pin.recipe.as_of} (${size})`);
}

/** DVC keeps a copy of every table that a stage has read. */
async function isKept(files: DataFiles, pin: DataPin): Promise<boolean> {
  const kept = join(dirname(files.pin), ".dvc/cache/files/md5", pin.md5.slice(0, 2), pin.md5.slice(2));
  if ((await factsOf(kept))?.md5 !== pin.md5) return false;
  const temporary = temporaryBeside(files.table);
  await copyFile(kept, temporary);
  moveInto(temporary, files.table);
  return true;
}

async function nobodyMakesIt(files: DataFiles, pin: DataPin, wasPulled: boolean): Promise<PipelineError> {
  const { publicTable } = (await loadDataset(pin.dataset).catch(() => undefined)) ?? {};
  const remote = wasPulled
    ? "mend the remote (`npx dvc pull data.dvc` says what is wrong)"
    : "configure the remote that has it (npx dvc remote add -d NAME URL)";
  if (pin.source === POSTGRES) return extractedOnce(files, pin, wasPulled, remote);
  const again = `npm run data -- --dataset ${pin.dataset}`;
  const without = pin.without.length > 0 ? ` --without ${pin.without.join(",")}` : "";
  const file = pin.source ? `FILE (it was ${pin.source}, md5 ${pin.md5})` : `FILE (md5 ${pin.md5})`;
  return new PipelineError("DATA_MISSING", {
    what: `${files.table} is not there, and ${wasPulled ? "the DVC remote did not give it" : "no DVC remote is configured"}; a table of ${pin.dataset} cannot be made by the simulated warehouse`,
    where: files.pin,
    fix: [
      "choose one",
      ...(publicTable?.md5 === pin.md5 ? [`download it: ${again}`] : []),
      `put the file in its place again: ${again} --from ${file}${without}`,
      remote,
    ].join("\n         - "),
  });
}

/** A warehouse goes on: the same day asked again may give another table. */
function extractedOnce(files: DataFiles, pin: DataPin, wasPulled: boolean, remote: string): PipelineError {
  return new PipelineError("DATA_MISSING", {
    what: `${files.table} is not there, and ${wasPulled ? "the DVC remote did not give it" : "no DVC remote is configured"}; it was extracted from PostgreSQL as of ${pin.meta.as_of}`,
    where: files.pin,
    fix: `choose one\n         - ${remote}\n         - extract it anew, with WAREHOUSE_URL set: npm run data -- --refresh --as-of ${pin.meta.as_of}`,
  });
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
