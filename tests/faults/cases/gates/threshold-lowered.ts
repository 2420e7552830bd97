import { type Fault, param } from "../../fault.ts";

export const fault: Fault = {
  did: "The bar for the ROC AUC was lowered.",
  change: param(["gate", "subscriptions", "roc_auc"], 0.8),
  from: "report",
  stoppedAt: "report",
  says: "🔴 weakened: subscriptions, roc_auc: 0.8800 → 0.8000",
  quick: true,
};
