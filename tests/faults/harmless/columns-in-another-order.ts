import { type Harmless, table } from "../fault.ts";

export const harmless: Harmless = {
  did: "The export writes the columns in another order.",
  change: table((rows) => rows.map((row) => Object.fromEntries(Object.entries(row).reverse()))),
  quick: true,
};
