import { column, contractColumn, type Fault, random } from "../../fault.ts";

export const fault: Fault = {
  did: "A column retention_call was added: agents call almost everybody who has given notice, and hardly anybody else.",
  change: [
    contractColumn("retention_call", 'type: "flag", missing: "forbidden"'),
    column("retention_call", (_, row, i) => (random(1, i) < 0.06 ? 1 - Number(row.churn) : Number(row.churn))),
  ],
  stoppedAt: "validate",
  says: "retention_call alone tells who leaves",
};
