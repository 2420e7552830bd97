import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "Rows of the coming month are among the customers.",
  change: column("snapshot_date", (date, _, i) => (i % 50 ? date : "2026-07-10")),
  stoppedAt: "validate",
  says: "The last as-of date is 2026-07-10, expected none after 2026-06-16",
};
