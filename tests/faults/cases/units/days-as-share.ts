import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "Active days came as a share of the month.",
  change: column("active_days_30d", (days) => (Number(days) / 30).toFixed(2)),
  stoppedAt: "validate",
  says: "active_days_30d is not a whole number",
};
