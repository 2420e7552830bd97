import { column, contractColumn, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "A column auto_renews was added: it is taken off when somebody leaves.",
  change: [
    contractColumn("auto_renews", 'type: "flag", missing: "forbidden"'),
    column("auto_renews", (_, row) => 1 - Number(row.churn)),
  ],
  stoppedAt: "validate",
  says: "auto_renews alone tells who leaves",
};
