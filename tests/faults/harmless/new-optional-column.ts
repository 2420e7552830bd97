import { column, contractColumn, type Harmless } from "../fault.ts";

export const harmless: Harmless = {
  did: "A new column was described and comes for some customers.",
  change: [
    contractColumn("newsletter", 'type: "flag", required: false, missing: { means: "never asked", encodeAs: 0 }'),
    column("newsletter", (_value, _row, i) => (i % 3 ? i % 2 : "")),
  ],
};
