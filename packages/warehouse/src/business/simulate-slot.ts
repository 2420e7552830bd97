import { Customer } from "./customer.ts";
import type { Random } from "./random.ts";
import type { Records } from "./records.ts";
import { MOST_RENEWALS, NOTICE_DAYS, RENEWAL_DAYS, SLOTS_PER_SHARD, slotOpens, type World } from "./world.ts";

/** What stood before one renewal: for tests that ask how good a model can be. */
export type Decision = { id: number; renewal: number; probability: number; leaves: boolean };

const CUSTOMERS_PER_SLOT = 128;

/**
 * Lives through one slot until the day `until`. A slot has a renewal every 90 days, and so exactly one in any 90 days: a
 * customer who leaves is followed by one whose first renewal falls on the slot's next.
 */
export function simulateSlot(
  world: World,
  slot: number,
  until: number,
  random: Random,
  records: Records,
  decided?: (decision: Decision) => void,
) {
  random.restart(world.seed, slot);
  const customer = new Customer(world, random, records);
  let renewal = slotOpens(world, slot);
  for (let generation = 0; ; generation++) {
    const signUp = renewal - random.integer(20, 80);
    if (signUp > until) return;
    const id = customerId(slot, generation);
    customer.signUp(id, signUp);
    let from = signUp;
    let renewals = 0;
    let leaves = false;
    while (!leaves) {
      const snapshot = renewal - NOTICE_DAYS;
      customer.live(from, snapshot);
      from = snapshot;
      if (renewal > until) {
        records.renewal(id, renewal, "open");
        return;
      }
      const probability = customer.churnProbability(snapshot);
      leaves = random.uniform() < probability;
      decided?.({ id, renewal, probability, leaves });
      records.renewal(id, renewal, leaves ? "cancelled" : "renewed");
      if (++renewals === MOST_RENEWALS) break;
      if (!leaves) {
        customer.renew(renewal);
        renewal += RENEWAL_DAYS;
      }
    }
    customer.live(from, renewal);
    records.gone(renewal);
    renewal += RENEWAL_DAYS;
  }
}

/** 8 bits for the shard, then 16 for the slot in it and 7 for the generation, shuffled: who came first does not show. */
function customerId(slot: number, generation: number): number {
  const shard = Math.floor(slot / SLOTS_PER_SHARD);
  return shard * 2 ** 23 + shuffle23((slot % SLOTS_PER_SHARD) * CUSTOMERS_PER_SLOT + generation);
}

/** Gives every number of 23 bits another one: each step can be undone. */
function shuffle23(value: number): number {
  const low23 = 2 ** 23 - 1;
  let h = value;
  h = Math.imul(h ^ (h >>> 12), 0x45d9f3b) & low23;
  h = Math.imul(h ^ (h >>> 11), 0x2c1b3c6d) & low23;
  return h ^ (h >>> 12);
}
