import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "Churners count six times in the loss.",
  change: edit(
    "packages/model/src/fit-network.ts",
    "const labels = tf.tensor2d(y, [rows, 1]);",
    "const labels = tf.tensor2d(y.map((label) => (label ? 1 : 0.35)), [rows, 1]);",
  ),
  from: "train",
  stoppedAt: "gate",
  says: "Calibration error",
};
