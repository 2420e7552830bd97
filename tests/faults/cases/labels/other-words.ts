import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The label is now Yes or No.",
  change: column("churn", (left) => (left === "1" ? "Yes" : "No")),
  stoppedAt: "validate",
  says: "no row has a label that the contract knows",
};
