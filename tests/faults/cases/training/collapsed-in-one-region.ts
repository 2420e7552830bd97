import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The churners of one region are taken for stayers in the batches.",
  change: edit(
    "packages/train/src/shuffled-batches.ts",
    "batch.y[i] = y[row]!",
    "batch.y[i] = x[row * width + 14] === 1 ? 0 : y[row]!",
  ),
  from: "train",
  stoppedAt: "gate",
  says: /Recall 0\.\d+ below threshold 0\.5000 in slice region=west/,
};
