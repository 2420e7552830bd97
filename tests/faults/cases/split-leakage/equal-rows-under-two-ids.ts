import { type Fault, table } from "../../fault.ts";

export const fault: Fault = {
  did: "Customers who got a new id after a migration are in the table under both.",
  change: table((rows) => [
    ...rows,
    ...rows.slice(0, 2000).map((row) => ({ ...row, customer_id: `N${row.customer_id}` })),
  ]),
  stoppedAt: "validate",
  says: "are equal to another one in every column but the id",
  quick: true,
};
