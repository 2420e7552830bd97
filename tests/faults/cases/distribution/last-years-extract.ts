import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The extract of a year ago was taken by mistake.",
  change: column("snapshot_date", (date) => date.replace("2026", "2025")),
  stoppedAt: "validate",
  says: "an old extract is among it",
};
