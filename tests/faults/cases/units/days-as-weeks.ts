import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The last purchase is given in weeks.",
  change: column("days_since_last_purchase", (days) => days && Math.floor(Number(days) / 7)),
  stoppedAt: "validate",
  says: "days_since_last_purchase: the 90 % quantile is 47.00",
};
