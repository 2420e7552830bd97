import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "Stayed and left were exchanged.",
  change: column("churn", (left) => 1 - Number(left)),
  stoppedAt: "validate",
  says: "churn: the share of 1 is 0.779",
};
