import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The metrics were edited after the gate had judged them.",
  change: edit("metrics/eval_metrics.json", /"accuracy": 0\.\d+/, '"accuracy": 0.99'),
  from: "release",
  stoppedAt: "release",
  says: "another eval_metrics.json (it was changed since)",
};
