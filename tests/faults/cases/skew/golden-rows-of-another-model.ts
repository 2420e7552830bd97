import { cpSync } from "node:fs";
import type { Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The golden rows in the bundle are those of another model.",
  change: ({ project, other }) =>
    cpSync(other.path("models/churn/golden.json"), project.path("models/churn/golden.json")),
  from: "register",
  stoppedAt: "register",
  says: "was changed after its release",
};
