import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The warehouse writes 9999 where there is no purchase.",
  change: column("days_since_last_purchase", (days) => days || 9999),
  stoppedAt: "validate",
  says: "days_since_last_purchase outside 0..3660 in 3,040 rows",
};
