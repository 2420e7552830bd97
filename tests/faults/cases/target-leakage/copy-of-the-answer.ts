import { column, contractColumn, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "A column account_closed was added: it is set when somebody has left.",
  change: [
    contractColumn("account_closed", 'type: "flag", missing: "forbidden"'),
    column("account_closed", (_, row) => row.churn ?? ""),
  ],
  stoppedAt: "validate",
  says: "account_closed alone tells who leaves with a ROC AUC of 1.000",
  quick: true,
};
