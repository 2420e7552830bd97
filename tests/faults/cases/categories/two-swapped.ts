import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The codes of monthly and two-year contracts were mixed up.",
  change: column("contract_type", (type) => ({ monthly: "two_year", two_year: "monthly" })[type] ?? type),
  stoppedAt: "validate",
  says: "contract_type monthly 0.366 instead of 0.658",
  quick: true,
};
