import { edit, type Fault, param } from "../../fault.ts";

export const fault: Fault = {
  did: "Churners were filtered out of the batches.",
  change: [
    edit("packages/train/src/shuffled-batches.ts", "batch.y[i] = y[row]!", "batch.y[i] = 0"),
    param(["train", "epochs"], 2),
  ],
  from: "train",
  stoppedAt: "train",
  says: "nothing was learned",
};
