import { type Fault, table } from "../../fault.ts";

export const fault: Fault = {
  did: "A join repeated some customers.",
  change: table((rows) => [...rows, ...rows.slice(0, 100)]),
  stoppedAt: "validate",
  says: "Duplicate customers: 100 rows",
};
