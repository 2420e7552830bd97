import { type Fault, param } from "../../fault.ts";

export const fault: Fault = {
  did: "The gate on the calibration was taken out.",
  change: param(["gate", "subscriptions", "calibration_error"], undefined),
  from: "report",
  stoppedAt: "report",
  says: "🔴 removed: subscriptions, calibration_error",
};
