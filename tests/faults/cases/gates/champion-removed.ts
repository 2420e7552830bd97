import { type Fault, param } from "../../fault.ts";

export const fault: Fault = {
  did: "The comparison with the champion was taken out of the gates.",
  change: param(["gate", "subscriptions", "champion"], undefined),
  from: "report",
  stoppedAt: "report",
  says: "🔴 removed: subscriptions, champion.roc_auc",
};
