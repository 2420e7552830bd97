import { champion, type Fault, param } from "../../fault.ts";

export const fault: Fault = {
  did: "A shorter training on coarser pieces passes every bar and is worse than the model in production.",
  change: [champion, param(["train", "piecewiseLinearPieces"], 1), param(["train", "epochs"], 5)],
  from: "train",
  stoppedAt: "gate",
  says: /^(?!.*below threshold).*ROC AUC 0\.\d{4} worse than the champion, tolerated 0\.0050/s,
};
