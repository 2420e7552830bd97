import { column, contractColumn, type Fault, random } from "../../fault.ts";

export const fault: Fault = {
  did: "Refunds were added: only who leaves gets one, and not even all of them.",
  change: [
    contractColumn("refund", 'type: "decimal", unit: "EUR", range: [0, 1000], missing: "forbidden"'),
    column("refund", (_, row, i) => (row.churn === "1" && random(3, i) < 0.3 ? 10 + random(4, i) : 0)),
  ],
  stoppedAt: "validate",
  says: "it knows the answer for these",
};
