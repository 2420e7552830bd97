import { type Fault, fromOtherRun } from "../../fault.ts";

export const fault: Fault = {
  did: "The weights of another model were copied in.",
  change: fromOtherRun("artifacts/model/weights.bin"),
  from: "evaluate",
  stoppedAt: "evaluate",
  says: "weights.bin is of another run",
};
