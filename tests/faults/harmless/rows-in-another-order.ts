import { type Harmless, table } from "../fault.ts";

export const harmless: Harmless = {
  did: "The export writes the customers in another order.",
  change: table((rows) => rows.toReversed()),
};
