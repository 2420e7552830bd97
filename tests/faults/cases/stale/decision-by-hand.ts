import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "A no of the gate was made a yes.",
  change: edit("artifacts/decision.json", /"value": 0\.88\d*/, '"value": 0.8'),
  from: "release",
  stoppedAt: "release",
  says: "the gate said no",
};
