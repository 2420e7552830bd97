import { type Fault, param } from "../../fault.ts";

export const fault: Fault = {
  did: "The model may be three times as badly calibrated.",
  change: param(["gate", "subscriptions", "calibration_error"], 0.24),
  from: "report",
  stoppedAt: "report",
  says: "🔴 weakened: subscriptions, calibration_error",
};
