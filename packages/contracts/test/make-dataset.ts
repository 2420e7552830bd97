import type { Column, Dataset } from "../src/index.ts";

export const columns = {
  id: { role: "id", type: "text", description: "the customer" },
  age: { role: "feature", type: "integer", unit: "years", range: [0, 120], description: "age" },
  plan: { role: "feature", type: "category", categories: ["basic", "plus"], description: "what they pay for" },
  vip: { role: "feature", type: "flag", description: "1: has an advisor" },
  left: { role: "target", type: "label", positive: "yes", negative: "no", rate: [0.1, 0.5], description: "left us" },
} satisfies Record<string, Column>;

/** A contract without a fault but for what the test changes; a column that is `undefined` is left out. */
export function makeDataset(changed: Record<string, Column | undefined>, rest: Partial<Dataset> = {}): Dataset {
  const all = Object.entries({ ...columns, ...changed }).filter(([, column]) => column !== undefined);
  return {
    name: "shop",
    title: "Shop",
    description: "One row per customer",
    source: "a test",
    splitSalt: "shop",
    minRows: 10,
    columns: Object.fromEntries(all) as Record<string, Column>,
    slices: [],
    ...rest,
  };
}
