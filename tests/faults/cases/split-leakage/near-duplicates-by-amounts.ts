import { type Fault, table } from "../../fault.ts";

export const fault: Fault = {
  did: "A second system knows the same customers, its amounts rounded.",
  change: table((rows) => [
    ...rows,
    ...rows.slice(0, 3000).map((row) => ({
      ...row,
      customer_id: `N${row.customer_id}`,
      monthly_charges: Math.round(Number(row.monthly_charges)).toString(),
      total_charges: Math.round(Number(row.total_charges)).toString(),
    })),
  ]),
  stoppedAt: "validate",
  says: "differ from another one in nothing but amounts",
};
