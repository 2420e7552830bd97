import { dayOf } from "../calendar.ts";

/** A simulated business is known whole by these numbers; an as-of date only says how much of it has happened. */
export type World = {
  readonly seed: number;
  /** Rows of the modelling table as of `REFERENCE_DAY`; a later date has more. */
  readonly rows: number;
  /** Whether the business changes from `DRIFT_DAY` on. */
  readonly drift: boolean;
};

export const WORLD_BEGINS = dayOf("2014-01-01");
/** Before, the business is still too young to look like itself; after, its numbers would no longer fit. */
export const FIRST_AS_OF = dayOf("2024-01-01");
export const LAST_AS_OF = dayOf("2034-12-31");
export const REFERENCE_DAY = dayOf("2026-06-30");
export const DRIFT_DAY = dayOf("2026-08-01");

/** Days from one renewal to the next. */
export const RENEWAL_DAYS = 90;
/** Days from the snapshot, at which a customer is judged, to the renewal. */
export const NOTICE_DAYS = 14;
/** After this many renewals a contract is not offered any further: nobody's tenure passes 120 months. */
export const MOST_RENEWALS = 37;

/** Slots whose customers' numbers begin alike: sorting them does not need the others. */
export const SLOTS_PER_SHARD = 65_536;

const GROWTH_PER_YEAR = 0.06;

/**
 * The day of the first renewal in a slot, a place for one customer after another. Slots open in the order of their
 * numbers: `world.rows` of them by `REFERENCE_DAY`.
 */
export function slotOpens(world: World, slot: number): number {
  const slotsPerDay = (world.rows * GROWTH_PER_YEAR) / 365;
  const day = REFERENCE_DAY + Math.ceil((slot + 1 - world.rows) / slotsPerDay);
  return day > WORLD_BEGINS ? day : WORLD_BEGINS + (slot % RENEWAL_DAYS);
}

/** How many slots may have a customer by the day `asOf`, who signs up at most a renewal's time before the first one. */
export function slotsUntil(world: World, asOf: number): number {
  let slots = world.rows;
  while (slotOpens(world, slots) - RENEWAL_DAYS <= asOf) slots++;
  while (slots > 0 && slotOpens(world, slots - 1) - RENEWAL_DAYS > asOf) slots--;
  return slots;
}
