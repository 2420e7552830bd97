import { edit, type Fault, param } from "../../fault.ts";

export const fault: Fault = {
  did: "A batch takes its labels from other rows than its features.",
  change: [
    edit("packages/train/src/shuffled-batches.ts", "batch.y[i] = y[row]!", "batch.y[i] = y[(row + 1) % y.length]!"),
    param(["train", "epochs"], 2),
  ],
  from: "train",
  stoppedAt: "train",
  says: "nothing was learned",
};
