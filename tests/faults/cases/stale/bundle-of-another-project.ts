import { type Fault, fromOtherRun } from "../../fault.ts";

export const fault: Fault = {
  did: "A whole bundle from elsewhere lies in models/churn.",
  change: fromOtherRun("models/churn"),
  from: "register",
  stoppedAt: "register",
  says: "the release is behind",
};
