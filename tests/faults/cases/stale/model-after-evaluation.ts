import { type Fault, fromOtherRun } from "../../fault.ts";

export const fault: Fault = {
  did: "A better-looking model was put in after evaluation.",
  change: fromOtherRun("artifacts/model"),
  from: "gate",
  stoppedAt: "release",
  says: "the gate's decision was made for another network",
};
