import { cpSync } from "node:fs";
import type { Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "Retrained weights were copied into the sealed bundle.",
  change: ({ project, other }) =>
    cpSync(other.path("artifacts/model/weights.bin"), project.path("models/churn/weights.bin")),
  from: "register",
  stoppedAt: "register",
  says: "was changed after its release",
};
