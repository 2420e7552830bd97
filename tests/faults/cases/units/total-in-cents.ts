import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The totals come in cents, the monthly charges do not.",
  change: column("total_charges", (euros) => Math.round(100 * Number(euros))),
  stoppedAt: "validate",
  says: "total_charges outside 0..30000",
};
