import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The ROC AUC was improved by hand.",
  change: edit("metrics/eval_metrics.json", /"roc_auc": 0\.\d+/, '"roc_auc": 0.97'),
  from: "gate",
  stoppedAt: "release",
  says: "says roc_auc 0.97, but the model scores 0.92",
  quick: true,
};
