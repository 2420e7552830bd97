import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The last purchase is looked up today, not on the day of the snapshot.",
  change: column("days_since_last_purchase", (days, _, i) => days && Number(days) - (i % 5) * 10),
  stoppedAt: "validate",
  says: "days_since_last_purchase outside 0..3660",
};
