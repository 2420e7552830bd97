import { readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@churn/runtime/test-support";
import { Random } from "../src/business/random.ts";
import type { Records } from "../src/business/records.ts";
import { type Decision, simulateSlot } from "../src/business/simulate-slot.ts";
import { RENEWAL_DAYS, slotsUntil, type World } from "../src/business/world.ts";
import { dayOf } from "../src/calendar.ts";
import { makeTable } from "../src/make-table.ts";

export const makeWorld = (world: Partial<World> = {}): World => ({ seed: 42, rows: 500, drift: false, ...world });

const nobody: Records = {
  customer: () => {},
  plan: () => {},
  purchase: () => {},
  supportCall: () => {},
  usage: () => {},
  renewal: () => {},
  gone: () => {},
};

/** What stood before the renewals of the 90 days up to `asOf`: the true probabilities, which the table hides. */
export function decisionsOf(world: World, asOf: string): Decision[] {
  const day = dayOf(asOf);
  const decisions: Decision[] = [];
  const random = new Random();
  for (let slot = 0; slot < slotsUntil(world, day); slot++) {
    simulateSlot(world, slot, day, random, nobody, (decision) => {
      if (decision.renewal > day - RENEWAL_DAYS) decisions.push(decision);
    });
  }
  return decisions;
}

/** The text of the modelling table. */
export async function tableOf(world: World, asOf: string): Promise<string> {
  const path = join(temporaryFolder(), "customers.csv");
  await makeTable(path, world, dayOf(asOf));
  return readFileSync(path, "utf8");
}

export type Row = Record<string, string>;

export function rowsOf(table: string): Row[] {
  const [header = "", ...lines] = table.trimEnd().split("\n");
  const names = header.split(",");
  return lines.map((line) => {
    const values = line.split(",");
    return Object.fromEntries(names.map((name, i) => [name, values[i] as string]));
  });
}

export const customerNumber = (row: Row): number => Number(row.customer_id?.slice(1));
export const meanOf = (rows: Row[], value: (row: Row) => number): number =>
  rows.reduce((sum, row) => sum + value(row), 0) / rows.length;
