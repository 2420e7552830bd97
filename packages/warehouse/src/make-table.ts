import { createReadStream, createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { temporaryBeside } from "@churn/runtime";
import { Tables } from "@churn/tables";
import { SLOTS_PER_SHARD, slotsUntil, type World } from "./business/world.ts";
import { extractTo } from "./extract.ts";
import { createTable, TABLE_NAMES } from "./schema.ts";
import { warehouseBatches } from "./warehouse-batches.ts";

/**
 * Writes the modelling table of the simulated business as of a day as CSV. A large business has one warehouse for every
 * 65,536 slots: they are made, asked and dropped one after another, so memory does not grow with rows.
 */
export async function makeTable(path: string, world: World, asOf: number): Promise<void> {
  const slots = slotsUntil(world, asOf);
  await makeShard(path, world, asOf, 0);
  for (let from = SLOTS_PER_SHARD; from < slots; from += SLOTS_PER_SHARD) {
    const part = temporaryBeside(`${path}.part`);
    await makeShard(part, world, asOf, from);
    await pipeline(createReadStream(part), createWriteStream(path, { flags: "a" }));
    await rm(part);
  }
}

const makeShard = (path: string, world: World, asOf: number, from: number) =>
  Tables.inMemory(async (tables) => {
    for (const name of TABLE_NAMES) await tables.run(createTable(name));
    for (const [name, columns] of warehouseBatches(world, asOf, { from, to: from + SLOTS_PER_SHARD })) {
      await tables.append(name, [columns]);
    }
    await extractTo(path, tables, asOf, { header: from === 0 });
  });
