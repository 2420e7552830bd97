import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "A failed join left the tenure of some customers empty.",
  change: column("tenure_months", (months, _, i) => (i % 100 ? months : "")),
  stoppedAt: "validate",
  says: "tenure_months has 200 nulls",
};
