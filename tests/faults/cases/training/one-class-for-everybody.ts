import { type Fault, param } from "../../fault.ts";

export const fault: Fault = {
  did: "The learning rate kills every unit: everybody gets the same answer.",
  change: [param(["train", "learningRate"], 1), param(["train", "epochs"], 2)],
  from: "train",
  stoppedAt: "train",
  says: "nothing was learned",
};
