import { type Fault, table } from "../../fault.ts";

export const fault: Fault = {
  did: "The labels were pasted one row too low.",
  change: table((rows) => rows.map((row, i) => ({ ...row, churn: rows.at(i - 1)?.churn ?? "" }))),
  stoppedAt: "validate",
  says: "churn goes with other values than expected",
  quick: true,
};
