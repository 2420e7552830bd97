import { type Fault, fromOtherRun } from "../../fault.ts";

export const fault: Fault = {
  did: "The whole model of another run was copied in.",
  change: fromOtherRun("artifacts/model"),
  from: "evaluate",
  stoppedAt: "evaluate",
  says: "was trained on other features",
};
