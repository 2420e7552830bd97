import { type Fault, param } from "../../fault.ts";

export const fault: Fault = {
  did: "A typo in the learning rate: nothing is learned.",
  change: [param(["train", "learningRate"], 1e-9), param(["train", "epochs"], 2)],
  from: "train",
  stoppedAt: "train",
  says: "nothing was learned",
  quick: true,
};
