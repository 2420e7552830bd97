import { churnProbability, type Known } from "./churn-probability.ts";
import { exp, type Random } from "./random.ts";
import type { Records } from "./records.ts";
import { DRIFT_DAY, type World } from "./world.ts";

const REGIONS = [0.31, 0.27, 0.23, 0.19];
const CONTRACTS = [0.58, 0.26, 0.16];
const PAYMENTS = [0.42, 0.3, 0.16, 0.12];
const PAYMENTS_IN_DRIFT = [0.25, 0.18, 0.15, 0.42];
const PRODUCTS = [0.4, 0.28, 0.16, 0.1, 0.06];
const CONTRACT_DISCOUNT = [1, 0.9, 0.82];
const USAGE_DAYS = 30;

/** One customer, lived through from event to event; made anew by `signUp` to spare memory. */
export class Customer {
  readonly known: Known = {
    tenureMonths: 0,
    monthlyCents: 0,
    products: 1,
    contract: 0,
    payment: 0,
    supportCalls: 0,
    activeDays: 0,
    daysSincePurchase: -1,
  };
  signedUp = 0;
  #id = 0;
  #lastPurchase = -1;
  /** How much the service matters to the customer: changes slowly, mean 0, standard deviation 1. */
  #engagement = 0;
  #purchasesPerDay = 0;
  #callsPerDay = 0;
  #pricePerProduct = 0;
  readonly #world: World;
  readonly #random: Random;
  readonly #records: Records;

  constructor(world: World, random: Random, records: Records) {
    this.#world = world;
    this.#random = random;
    this.#records = records;
  }

  signUp(id: number, day: number): void {
    const random = this.#random;
    const { known } = this;
    this.#id = id;
    this.signedUp = day;
    this.#lastPurchase = -1;
    this.#engagement = random.bell();
    this.#purchasesPerDay = random.uniform() < 0.45 ? 0.002 : 0.013 * exp(0.4 * random.bell());
    this.#callsPerDay = 0.007 * exp(0.8 * random.bell());
    this.#pricePerProduct = 1100 + Math.floor(random.uniform() * 12) * 100;
    const region = random.pick(REGIONS);
    known.contract = random.pick(CONTRACTS);
    known.payment = random.pick(this.#drifts(day) ? PAYMENTS_IN_DRIFT : PAYMENTS);
    known.products = 1 + random.pick(PRODUCTS);
    this.#records.customer(id, day, region);
    this.#takePlan(day, true);
    // a welcome offer, taken by about every second newcomer
    if (random.uniform() < 0.4 + 0.12 * this.#engagement) this.#buy(day + random.integer(0, 5));
  }

  /** Everything that happens from the day `from` to the day before `until`. */
  live(from: number, until: number): void {
    const random = this.#random;
    const days = until - from;
    this.#engagement = 0.92 * this.#engagement + 0.39 * random.bell();
    const pace = exp(0.5 * this.#engagement);
    for (let left = random.count(this.#purchasesPerDay * pace * days); left > 0; left--) {
      this.#buy(from + Math.floor(random.uniform() * days));
    }
    const drifts = this.#drifts(until);
    this.known.supportCalls = random.count(this.#callsPerDay * days * (drifts ? 1.8 : 1));
    for (let left = this.known.supportCalls; left > 0; left--) {
      this.#records.supportCall(this.#id, from + Math.floor(random.uniform() * days), random.pick([0.4, 0.35, 0.25]));
    }
    const share = 0.42 + 0.16 * this.#engagement - (drifts ? 0.1 : 0);
    for (
      let end = until - USAGE_DAYS * Math.floor((days - 1) / USAGE_DAYS), start = from;
      end <= until;
      start = end, end += USAGE_DAYS
    ) {
      const active = Math.round((end - start) * (share + 0.17 * random.bell()));
      this.known.activeDays = Math.max(0, Math.min(end - start, active));
      this.#records.usage(this.#id, end, this.known.activeDays);
    }
  }

  /** The true probability of not renewing, as things stand before the day `snapshot`. */
  churnProbability(snapshot: number): number {
    const { known } = this;
    const days = snapshot - this.signedUp;
    known.tenureMonths = Math.floor((days * 12) / 365);
    known.daysSincePurchase = this.#lastPurchase < 0 ? -1 : snapshot - this.#lastPurchase;
    return churnProbability(known, this.#drifts(snapshot) ? 0.9 : 0);
  }

  /** Some change their plan when they renew; in a drifting business everyone pays more from then on. */
  renew(day: number): void {
    const random = this.#random;
    const { known } = this;
    const change = random.uniform();
    if (change < 0.03 && known.products < 5) known.products++;
    else if (change < 0.05 && known.products > 1) known.products--;
    else if (change < (this.#drifts(day) ? 0.2 : 0.08))
      known.payment = random.pick(this.#drifts(day) ? PAYMENTS_IN_DRIFT : PAYMENTS);
    this.#takePlan(day, change < 0.2);
  }

  #takePlan(day: number, differs: boolean): void {
    const { known } = this;
    const before = known.monthlyCents;
    const cents = 400 + known.products * this.#pricePerProduct * CONTRACT_DISCOUNT[known.contract]!;
    known.monthlyCents = 10 * Math.round((cents * (this.#drifts(day) ? 1.18 : 1)) / 10) - 1;
    if (differs || known.monthlyCents !== before)
      this.#records.plan(this.#id, day, known.contract, known.payment, known.products, known.monthlyCents);
  }

  #buy(day: number): void {
    if (day > this.#lastPurchase) this.#lastPurchase = day;
    this.#records.purchase(this.#id, day, 499 + 500 * this.#random.integer(0, 9));
  }

  #drifts(day: number): boolean {
    return this.#world.drift && day >= DRIFT_DAY;
  }
}
