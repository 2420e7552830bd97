import { type Column, type Dataset, defineDataset } from "@churn/contracts";

export type Customer = Record<string, string | number | null>;

/** Uniform over what the contract allows; every tenth value is missing where one may be. */
export function makeCustomers(dataset: Dataset, count: number, seed: number): Customer[] {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' generator
    return state / 2 ** 32;
  };
  const draw = (column: Column, i: number): string | number | null => {
    if ("missing" in column && typeof column.missing === "object" && random() < 0.1) return null;
    switch (column.type) {
      case "text":
        return `c${i}`;
      case "date":
        return "2026-01-31";
      case "integer":
      case "decimal": {
        const [low, high] = column.range;
        return low + Math.floor(random() * (high - low));
      }
      case "category":
        return column.categories[Math.floor(random() * column.categories.length)] as string;
      case "flag":
        return random() < 0.3 ? 1 : 0;
      case "label":
        return random() < 0.3 ? column.positive : column.negative;
    }
  };
  const columns = Object.entries(dataset.columns);
  return Array.from({ length: count }, (_, i) =>
    Object.fromEntries(columns.map(([name, column]) => [name, draw(column, i)])),
  );
}

export function toCsv(customers: readonly Customer[]): string {
  const names = Object.keys(customers[0] as Customer);
  const lines = customers.map((customer) => names.map((name) => customer[name] ?? "").join(","));
  return `${[names.join(","), ...lines].join("\n")}\n`;
}

export const shop = defineDataset({
  name: "shop",
  title: "Shop customers",
  description: "One row per customer",
  source: "a test",
  splitSalt: "shop",
  minRows: 1,
  columns: {
    id: { role: "id", type: "text", description: "the customer" },
    visits: {
      role: "feature",
      type: "integer",
      unit: "visits",
      range: [0, 50],
      missing: "forbidden",
      description: "in a year",
    },
    plan: {
      role: "feature",
      type: "category",
      categories: ["free", "paid"],
      missing: { means: "not chosen yet", encodeAs: 0 },
      description: "what the customer pays for",
    },
    called: { role: "feature", type: "flag", missing: "forbidden", description: "1: called support" },
    left: { role: "target", type: "label", positive: "yes", negative: "no", rate: [0, 1], description: "yes: left" },
  },
  slices: [{ by: "plan" }, { name: "rare", column: "visits", below: 1 }],
});
