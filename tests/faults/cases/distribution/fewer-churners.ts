import { type Fault, table } from "../../fault.ts";

export const fault: Fault = {
  did: "Who left was cleaned out of the CRM in part.",
  change: table((rows) => rows.filter((row, i) => row.churn === "0" || i % 2)),
  stoppedAt: "validate",
  says: "churn: the share of 1 is 0.12",
};
