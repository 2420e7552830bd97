import type { ColumnValues } from "@churn/tables";
import { Random } from "./business/random.ts";
import { simulateSlot } from "./business/simulate-slot.ts";
import { slotsUntil, type World } from "./business/world.ts";
import type { TableName } from "./schema.ts";
import { WarehouseRecords } from "./warehouse-records.ts";

const SLOTS_AT_A_TIME = 4096;

/** What a warehouse holds on the day `asOf`: rows of one table after another, from a range of the world's slots. */
export function* warehouseBatches(
  world: World,
  asOf: number,
  { from = 0, to = Number.POSITIVE_INFINITY } = {},
): Generator<[TableName, ColumnValues[]]> {
  const records = new WarehouseRecords(asOf);
  const random = new Random();
  const end = Math.min(to, slotsUntil(world, asOf));
  for (let slot = from; slot < end; slot++) {
    simulateSlot(world, slot, asOf, random, records);
    if (slot % SLOTS_AT_A_TIME === SLOTS_AT_A_TIME - 1) yield* records.take();
  }
  yield* records.take();
}
