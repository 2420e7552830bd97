import { sigmoid } from "./random.ts";

/** What is known of a customer on the snapshot day; the same values as the columns of the modelling table. */
export type Known = {
  tenureMonths: number;
  monthlyCents: number;
  products: number;
  contract: number;
  payment: number;
  supportCalls: number;
  activeDays: number;
  /** −1: never purchased. */
  daysSincePurchase: number;
};

/** Share of the way from `low` to `high` that `value` has gone, in [0, 1]. */
const ramp = (value: number, low: number, high: number): number =>
  value <= low ? 0 : value >= high ? 1 : (value - low) / (high - low);

const BASE = -1.64;
const CONTRACT = [0.5, -0.4, -1.1];
const PAYMENT = [0, -0.4, 0.4, 0.1];
/** Leaving a longer contract early costs a fee: what a customer feels counts less. */
const FREEDOM = [1.15, 0.9, 0.65];

/**
 * The true probability that a customer does not renew. The risk is low in the weeks after a purchase, climbs over two
 * months in which none follows, and falls again after half a year: who is still there no longer notices the bill. Who
 * never purchased leaves soon, unless active.
 *
 * @param pressure - what a drifting market adds for customers on a monthly contract; 0 otherwise
 */
export function churnProbability(known: Known, pressure: number): number {
  const { daysSincePurchase: days, contract } = known;
  const unused = 1 - ramp(known.activeDays, 2, 20);
  const habit = days < 0 ? 1.5 + 2 * (unused - 0.5) : -3.1 + 5.4 * ramp(days, 20, 80) - 4.6 * ramp(days, 140, 240);
  const trouble = Math.min(known.supportCalls, 4) * (0.15 + 0.7 * unused);
  const pricePerProduct = known.monthlyCents / known.products;
  const price = 1.4 * (ramp(pricePerProduct, 900, 2600) - 0.4);
  const newness = known.tenureMonths < 3 ? 0.4 : -0.5 * ramp(known.tenureMonths, 6, 36);
  const logit =
    BASE +
    FREEDOM[contract]! * habit +
    trouble +
    price +
    newness +
    1.6 * (unused - 0.5) +
    CONTRACT[contract]! +
    PAYMENT[known.payment]!;
  return sigmoid(logit + (contract === 0 ? pressure : 0));
}
