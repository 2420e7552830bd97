import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The worst slice was improved by hand.",
  change: edit("metrics/slices.json", /"roc_auc": 0\.8\d+/, '"roc_auc": 0.95'),
  from: "gate",
  stoppedAt: "release",
  says: "but the model scores 0.8",
};
