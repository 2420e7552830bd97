import { column, type Fault, random } from "../../fault.ts";

export const fault: Fault = {
  did: "One label in five is wrong.",
  change: column("churn", (left, _, i) => (random(7, i) < 0.2 ? 1 - Number(left) : left)),
  stoppedAt: "validate",
  says: "churn: the share of 1 is",
};
