import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The contract type is now called month-to-month.",
  change: column("contract_type", (type) => (type === "monthly" ? "month-to-month" : type)),
  stoppedAt: "validate",
  says: "contract_type is not one of monthly, one_year, two_year",
};
