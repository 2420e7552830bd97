import { type Fault, fromOtherRun } from "../../fault.ts";

export const fault: Fault = {
  did: "The transformer of another run was copied in after training.",
  change: fromOtherRun("artifacts/features/transformer.json"),
  from: "evaluate",
  stoppedAt: "evaluate",
  says: "transformer.json is of another run",
};
