import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The contract does not say what a missing last purchase means.",
  change: edit("packages/contracts/src/datasets/subscriptions.ts", /missing: \{ means: "never purchased".*\n/, ""),
  stoppedAt: "validate",
  says: "days_since_last_purchase is missing in 3,040 rows and the contract does not say what that means",
  quick: true,
};
