import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The price is that of a year for customers who pay by the year.",
  change: column("monthly_charges", (euros, row) =>
    row.contract_type === "monthly" ? euros : (4 * Number(euros)).toFixed(2),
  ),
  stoppedAt: "validate",
  says: "monthly_charges",
};
