import { type Fault, param } from "../../fault.ts";

export const fault: Fault = {
  did: "Training stops after a few rows.",
  change: [param(["train", "epochs"], 1), param(["train", "batchSize"], 8192), param(["train", "learningRate"], 0.003)],
  from: "train",
  stoppedAt: "train",
  says: "nothing was learned",
};
