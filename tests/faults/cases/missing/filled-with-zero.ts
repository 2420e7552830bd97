import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The extraction fills the days since the last purchase with 0 and says nothing of it.",
  change: column("days_since_last_purchase", (days) => days || 0),
  stoppedAt: "validate",
  says: "days_since_last_purchase: the missing share is 0.000, expected 0.152",
  quick: true,
};
