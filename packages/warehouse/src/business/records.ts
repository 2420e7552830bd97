/** Takes what happens to one customer after another, in the order of time. Days count from 1970-01-01. */
export type Records = {
  customer(id: number, signedUp: number, region: number): void;
  plan(id: number, validFrom: number, contract: number, payment: number, products: number, monthlyCents: number): void;
  purchase(id: number, day: number, cents: number): void;
  supportCall(id: number, day: number, topic: number): void;
  /** Active days in the 30 days (fewer after sign-up) that end with the day before `periodEnd`. */
  usage(id: number, periodEnd: number, activeDays: number): void;
  renewal(id: number, day: number, outcome: Outcome): void;
  /** The customer that came last is gone for good since `day`. */
  gone(day: number): void;
};
export type Outcome = "open" | "renewed" | "cancelled";
