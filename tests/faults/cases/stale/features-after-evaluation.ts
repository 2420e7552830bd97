import { type Fault, fromOtherRun } from "../../fault.ts";

export const fault: Fault = {
  did: "The features were made anew after evaluation, of newer customers.",
  change: fromOtherRun("artifacts/features"),
  from: "release",
  stoppedAt: "release",
  says: "other features",
};
