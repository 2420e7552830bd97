import { type Fault, fromOtherRun } from "../../fault.ts";

export const fault: Fault = {
  did: "The metrics of another run were copied in.",
  change: [fromOtherRun("metrics/eval_metrics.json"), fromOtherRun("metrics/slices.json")],
  from: "gate",
  stoppedAt: "release",
  says: "the gate's decision was made for another network, other features",
};
