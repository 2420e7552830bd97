import { column, contractColumn, type Fault, random } from "../../fault.ts";

export const fault: Fault = {
  did: "The date of the next bill was added: who leaves has none.",
  change: [
    contractColumn(
      "days_to_next_bill",
      'type: "integer", unit: "days", range: [0, 90], missing: { means: "no bill is planned", encodeAs: 0 }',
    ),
    column("days_to_next_bill", (_, row, i) => (row.churn === "1" && random(5, i) < 0.5 ? "" : i % 30)),
  ],
  stoppedAt: "validate",
  says: "days_to_next_bill: of the customers with no value, 100.0 % leave",
};
