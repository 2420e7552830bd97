import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The decision was made with the bar of another branch.",
  change: edit("artifacts/decision.json", /"threshold": 0\.88,/, '"threshold": 0.5,'),
  from: "release",
  stoppedAt: "release",
  says: "other gates than params.yaml names",
};
