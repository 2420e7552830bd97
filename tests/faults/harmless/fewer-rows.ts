import { type Harmless, table } from "../fault.ts";

export const harmless: Harmless = {
  did: "A fifth of the customers is missing, at random.",
  change: table((rows) => rows.filter((_, i) => i % 5)),
};
