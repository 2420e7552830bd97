import type { ColumnValues } from "@churn/tables";
import type { Outcome, Records } from "./business/records.ts";
import { CodedRows } from "./coded-rows.ts";
import { TABLE_NAMES, type TableName } from "./schema.ts";

const REGIONS = ["north", "south", "east", "west"];
const CONTRACTS = ["monthly", "one_year", "two_year"];
const PAYMENTS = ["card", "direct_debit", "invoice", "wallet"];
const TOPICS = ["billing", "technical", "delivery"];
const OUTCOMES: Outcome[] = ["open", "renewed", "cancelled"];

/** How long the warehouse keeps a customer who left, and everyone's calls, usage and past renewals. */
const KEPT_DAYS = 210;

/** The tables' rows as of the day `asOf`, collected in memory until they are taken. */
export class WarehouseRecords implements Records {
  readonly #asOf: number;
  readonly #tables = {
    customers: new CodedRows(["integer", "day", REGIONS]),
    plans: new CodedRows(["integer", "day", CONTRACTS, PAYMENTS, "integer", "integer"]),
    purchases: new CodedRows(["integer", "day", "integer"]),
    support_calls: new CodedRows(["integer", "day", TOPICS]),
    usage: new CodedRows(["integer", "day", "integer"]),
    renewals: new CodedRows(["integer", "day", OUTCOMES]),
  } satisfies Record<TableName, CodedRows>;

  constructor(asOf: number) {
    this.#asOf = asOf;
  }

  customer(id: number, signedUp: number, region: number): void {
    for (const name of TABLE_NAMES) this.#tables[name].mark();
    this.#tables.customers.add(id, signedUp, region);
  }

  plan(id: number, validFrom: number, contract: number, payment: number, products: number, monthlyCents: number): void {
    if (validFrom <= this.#asOf) this.#tables.plans.add(id, validFrom, contract, payment, products, monthlyCents);
  }

  purchase(id: number, day: number, cents: number): void {
    if (day <= this.#asOf) this.#tables.purchases.add(id, day, cents);
  }

  supportCall(id: number, day: number, topic: number): void {
    if (this.#isKept(day)) this.#tables.support_calls.add(id, day, topic);
  }

  usage(id: number, periodEnd: number, activeDays: number): void {
    if (this.#isKept(periodEnd)) this.#tables.usage.add(id, periodEnd, activeDays);
  }

  renewal(id: number, day: number, outcome: Outcome): void {
    if (outcome === "open" || this.#isKept(day)) this.#tables.renewals.add(id, day, OUTCOMES.indexOf(outcome));
  }

  gone(day: number): void {
    if (day <= this.#asOf - KEPT_DAYS) for (const name of TABLE_NAMES) this.#tables[name].backToMark();
  }

  /** Hands over what was collected and begins anew. */
  *take(): Generator<[TableName, ColumnValues[]]> {
    for (const name of TABLE_NAMES) yield [name, this.#tables[name].take()];
  }

  #isKept(day: number): boolean {
    return day <= this.#asOf && day > this.#asOf - KEPT_DAYS;
  }
}
