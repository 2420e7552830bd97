import { type Fault, table } from "../../fault.ts";

export const fault: Fault = {
  did: "Only customers of two years and more were extracted.",
  change: table((rows) => rows.filter((row) => Number(row.tenure_months) >= 24)),
  stoppedAt: "validate",
  says: "tenure_months: the 50 % quantile",
};
