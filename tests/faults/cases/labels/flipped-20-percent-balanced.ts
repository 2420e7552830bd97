import { column, type Fault, random } from "../../fault.ts";

export const fault: Fault = {
  did: "One churner in five is a stayer and as many stayers are churners: the share is as it was.",
  change: column("churn", (left, _, i) => (random(8, i) < (left === "1" ? 0.2 : 0.057) ? 1 - Number(left) : left)),
  stoppedAt: "validate",
  says: "churn goes with other values than expected",
};
