import { type Fault, param } from "../../fault.ts";

export const fault: Fault = {
  did: "A gate was removed after the release.",
  change: param(["gate", "subscriptions", "slices", "never_purchased"], undefined),
  from: "register",
  stoppedAt: "register",
  says: "the release passed other gates than params.yaml names",
};
