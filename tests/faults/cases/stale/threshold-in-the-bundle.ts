import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The decision threshold in the sealed bundle was changed.",
  change: edit("models/churn/signature.json", '"threshold": 0.5', '"threshold": 0.2'),
  from: "register",
  stoppedAt: "register",
  says: "was changed after its release",
};
