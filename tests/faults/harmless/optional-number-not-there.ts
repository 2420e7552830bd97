import { contractColumn, type Harmless } from "../fault.ts";

export const harmless: Harmless = {
  did: "A new optional number was described that the table does not have yet.",
  change: contractColumn(
    "tips",
    'type: "integer", unit: "EUR", range: [0, 900], required: false, missing: { means: "never asked", encodeAs: "median" }',
  ),
};
