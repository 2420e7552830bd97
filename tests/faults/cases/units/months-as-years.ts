import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The tenure is counted in full years.",
  change: column("tenure_months", (months) => Math.floor(Number(months) / 12)),
  stoppedAt: "validate",
  says: "tenure_months: the 90 % quantile is 4.00, expected 54.00",
};
