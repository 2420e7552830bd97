import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The CRM stopped sending activity for one region.",
  change: column("active_days_30d", (days, { region }) => (region === "west" ? "" : days)),
  stoppedAt: "validate",
  says: "active_days_30d has 3,",
};
