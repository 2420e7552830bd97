import { type Fault, param } from "../../fault.ts";

export const fault: Fault = {
  did: "The slice that always fails was taken out.",
  change: param(["gate", "subscriptions", "slices", "never_purchased"], undefined),
  from: "report",
  stoppedAt: "report",
  says: "🔴 removed: subscriptions, recall in slice never_purchased",
};
