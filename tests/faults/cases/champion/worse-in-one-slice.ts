import { champion, edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "Every sixth churner who has just arrived is taken for a stayer in the batches.",
  change: [
    champion,
    edit(
      "packages/train/src/shuffled-batches.ts",
      "batch.y[i] = y[row]!",
      "batch.y[i] = x[(row + 1) * width - 1] === 1 && row % 6 === 0 ? 0 : y[row]!",
    ),
  ],
  from: "train",
  stoppedAt: "gate",
  says: /^(?!.*below threshold).*Brier score 0\.\d{4} worse than the champion in slice never_purchased/s,
};
