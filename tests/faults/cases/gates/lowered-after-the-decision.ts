import { type Fault, param } from "../../fault.ts";

export const fault: Fault = {
  did: "The bar was lowered after the gate had decided.",
  change: param(["gate", "subscriptions", "accuracy"], 0.6),
  from: "release",
  stoppedAt: "release",
  says: "other gates than params.yaml names",
};
