import { type Fault, fromOtherRun } from "../../fault.ts";

export const fault: Fault = {
  did: "The transformer of another run was copied in before training.",
  change: fromOtherRun("artifacts/features/transformer.json"),
  from: "train",
  stoppedAt: "train",
  says: "transformer.json is of another run",
};
