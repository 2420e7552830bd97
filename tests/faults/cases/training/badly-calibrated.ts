import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "Churners count six times in the loss.",
  change: edit("packages/model/src/flat-training.ts", "slope[i] = (1 /", "slope[i] = (y[i] === 1 ? 6 : 1) * (1 /"),
  from: "train",
  stoppedAt: "gate",
  says: "Calibration error",
};
