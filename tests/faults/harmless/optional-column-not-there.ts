import { contractColumn, type Harmless } from "../fault.ts";

export const harmless: Harmless = {
  did: "A new optional column was described that the table does not have yet.",
  change: contractColumn("newsletter", 'type: "flag", required: false, missing: { means: "never asked", encodeAs: 0 }'),
};
