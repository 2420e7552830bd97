import { type Fault, table } from "../../fault.ts";

export const fault: Fault = {
  did: "Features and labels were sorted by different keys before they were put side by side.",
  change: table((rows) => rows.map((row, i) => ({ ...row, churn: rows[(i * 7919) % rows.length]?.churn ?? "" }))),
  stoppedAt: "validate",
  says: "churn goes with other values than expected",
};
