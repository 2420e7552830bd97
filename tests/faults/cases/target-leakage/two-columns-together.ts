import { column, contractColumn, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "Two harmless codes were added that together are the answer.",
  change: [
    contractColumn("code_a", 'type: "flag", missing: "forbidden"'),
    contractColumn("code_b", 'type: "flag", missing: "forbidden"'),
    column("code_a", (_value, _row, i) => i % 2),
    column("code_b", (_, row, i) => (i % 2) ^ Number(row.churn)),
  ],
  stoppedAt: "train",
  says: "too good to be true",
};
