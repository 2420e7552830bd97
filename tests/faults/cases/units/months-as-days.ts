import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The tenure is counted in days.",
  change: column("tenure_months", (months) => 30 * Number(months)),
  stoppedAt: "validate",
  says: "tenure_months outside 0..120",
};
