import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "A notebook filled the gaps with the median before the table was saved.",
  change: column("days_since_last_purchase", (days) => days || 50),
  stoppedAt: "validate",
  says: "days_since_last_purchase is missing in no row, expected in about 3,040",
};
