import { defineDataset, type Params } from "@churn/contracts";

/** Three features, one of each kind; two of them may be missing. */
export const tinyDataset = defineDataset({
  name: "tiny",
  title: "Tiny customers",
  description: "One row per customer",
  source: "a test",
  splitSalt: "tiny",
  minRows: 1,
  columns: {
    id: { role: "id", type: "text", description: "the customer" },
    visits: {
      role: "feature",
      type: "integer",
      unit: "visits",
      range: [0, 50],
      missing: { means: "never | came", encodeAs: "median" },
      description: "visits in a year",
    },
    plan: {
      role: "feature",
      type: "category",
      categories: ["free", "paid"],
      missing: "forbidden",
      description: "what the customer pays for",
    },
    called: {
      role: "feature",
      type: "flag",
      missing: { means: "nobody wrote it down", encodeAs: 0 },
      description: "1: called support",
    },
    left: { role: "target", type: "label", positive: "1", negative: "0", rate: [0, 1], description: "1: left" },
  },
  slices: [],
});

export type TinyCustomer = { visits: number | null; plan: string; called: number | null; left: number };

export const makeCustomer = (customer: Partial<TinyCustomer> = {}): TinyCustomer => ({
  visits: 7,
  plan: "free",
  called: 0,
  left: 0,
  ...customer,
});

/** The rare kinds of customers come late. */
export const tinyCustomers: readonly TinyCustomer[] = [
  ...Array.from({ length: 30 }, (_, i) => makeCustomer({ visits: i })),
  makeCustomer({ left: 1, called: 1 }),
  makeCustomer({ visits: null, plan: "paid" }),
  makeCustomer({ called: null }),
];

export const tinyParams: Params = {
  dataset: "tiny",
  preprocess: { validationFraction: 0.1, testFraction: 0.2 },
  train: {
    seed: 1,
    hiddenUnits: [4],
    activation: "relu",
    piecewiseLinearPieces: 0,
    dropout: 0,
    learningRate: 0.01,
    batchSize: 8,
    epochs: 1,
    patience: 1,
  },
  evaluate: { threshold: 0.5 },
  gate: { tiny: { accuracy: 0.5, slices: {} } },
  drift: { minRows: 500, significance: 0.01, psi: 0.1 },
};
