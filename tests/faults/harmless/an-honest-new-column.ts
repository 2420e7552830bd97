import { column, contractColumn, type Harmless, random } from "../fault.ts";

export const harmless: Harmless = {
  did: "A column that says something about leaving, but not the answer.",
  change: [
    contractColumn("complaints", 'type: "integer", unit: "complaints", range: [0, 20], missing: "forbidden"'),
    column("complaints", (_, row, i) => (random(9, i) < 0.3 + 0.2 * Number(row.churn) ? 1 + (i % 3) : 0)),
  ],
};
