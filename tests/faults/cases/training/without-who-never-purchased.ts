import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The rows of who never purchased get the label 0 in training.",
  change: edit(
    "packages/train/src/shuffled-batches.ts",
    "batch.y[i] = y[row]!",
    "batch.y[i] = x[(row + 1) * width - 1] === 1 ? 0 : y[row]!",
  ),
  from: "train",
  stoppedAt: "gate",
  says: "in slice never_purchased",
};
