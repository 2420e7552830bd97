import { column, contractColumn, type Fault, random } from "../../fault.ts";

export const fault: Fault = {
  did: "The last invoice was added: who has left gets a smaller one.",
  change: [
    contractColumn("last_invoice", 'type: "decimal", unit: "EUR", range: [0, 1000], missing: "forbidden"'),
    column("last_invoice", (_, row, i) => (row.churn === "1" ? 5 : 20) + 10 * random(2, i)),
  ],
  stoppedAt: "validate",
  says: "last_invoice alone tells who leaves",
};
