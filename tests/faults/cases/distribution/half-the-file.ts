import { type Fault, table } from "../../fault.ts";

export const fault: Fault = {
  did: "The download broke off in the middle.",
  change: table((rows) => rows.slice(0, rows.length / 2)),
  stoppedAt: "validate",
  says: "Too few rows: 10,000, expected at least 14,000",
};
