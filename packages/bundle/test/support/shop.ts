import type { Reference, Signature, TransformerState } from "@churn/contracts";

/** One input of each kind, and each again as one that may be missing: the input contract of a shop that only tests know. */
export const signature: Signature = {
  dataset: "shop",
  id: "id",
  target: "left",
  threshold: 0.5,
  inputs: [
    { name: "visits", type: "integer", description: "in a year", unit: "visits", range: [0, 50] },
    { name: "price", type: "decimal", description: "of a month", unit: "EUR", range: [-5, 250] },
    { name: "plan", type: "category", description: "what is paid for", categories: ["free", "paid"] },
    { name: "called", type: "flag", description: "1: called support" },
    { name: "bought", type: "integer", description: "days ago", range: [0, 900], missing: "never bought" },
    { name: "region", type: "category", description: "home", categories: ["north", "south"], missing: "not asked" },
    { name: "moved", type: "flag", description: "1: moved", missing: "not asked" },
  ],
};

export const makeCustomer = (changed: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: "c1",
  visits: 7,
  price: 9.5,
  plan: "free",
  called: 0,
  bought: 30,
  region: "north",
  moved: 1,
  ...changed,
});

const number = (column: string, low: number, high: number) => ({
  kind: "number" as const,
  column,
  mean: (low + high) / 2,
  scale: (high - low) / 4,
  missing: null,
  quantiles: Array.from({ length: 33 }, (_, i) => low + ((high - low) * i) / 32),
});

export const state: TransformerState = {
  dataset: "shop",
  columns: [
    number("visits", 1, 40),
    number("price", 0, 200),
    { kind: "category", column: "plan", categories: ["free", "paid"], missing: null },
    { kind: "flag", column: "called", missing: null },
    { ...number("bought", 0, 800), missing: { fill: 30 } },
    { kind: "category", column: "region", categories: ["north", "south"], missing: { fill: 0 } },
    { kind: "flag", column: "moved", missing: { fill: 0 } },
  ],
};

export const reference: Reference = {
  rows: 10_000,
  churnRate: 0.2,
  columns: {
    visits: { missingShare: 0, edges: [5, 10], shares: [0.3, 0.3, 0.4] },
    price: { missingShare: 0, edges: [50], shares: [0.5, 0.5] },
    plan: { missingShare: 0, categories: ["free", "paid"], shares: [0.9995, 0.0005] },
    called: { missingShare: 0, categories: ["0", "1"], shares: [1, 0] },
    bought: { missingShare: 0.3, edges: [20], shares: [0.5, 0.5] },
    region: { missingShare: 0.1, categories: ["north", "south"], shares: [0.5, 0.5] },
    moved: { missingShare: 0.0001, categories: ["0", "1"], shares: [0.5, 0.5] },
  },
};
