import { type Fault, table } from "../../fault.ts";

export const fault: Fault = {
  did: "An inner join in the extraction loses who never purchased.",
  change: table((rows) => rows.filter((row) => row.days_since_last_purchase !== "")),
  stoppedAt: "validate",
  says: "days_since_last_purchase is missing in no row",
};
