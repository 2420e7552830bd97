import { cpSync } from "node:fs";
import { champion, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The bundle of another version lies where the champion's should be.",
  change: [
    champion,
    ({ project, other }) => cpSync(other.path("models/churn"), project.path("artifacts/champion"), { recursive: true }),
  ],
  from: "evaluate",
  stoppedAt: "evaluate",
  says: "holds another model than version 1",
};
