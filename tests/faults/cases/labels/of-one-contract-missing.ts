import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "For long contracts nobody has written down yet who left.",
  change: column("churn", (left, row) => (row.contract_type === "two_year" ? 0 : left)),
  stoppedAt: "validate",
  says: "contract_type two_year",
};
