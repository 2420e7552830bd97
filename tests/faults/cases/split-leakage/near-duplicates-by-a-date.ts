import { type Fault, table } from "../../fault.ts";

export const fault: Fault = {
  did: "The extract ran twice, on two days, and both were put together.",
  change: table((rows) => [
    ...rows,
    ...rows.slice(0, 2000).map((row) => ({ ...row, customer_id: `N${row.customer_id}`, snapshot_date: "2026-06-01" })),
  ]),
  stoppedAt: "validate",
  says: "are equal to another one in every column but one",
};
