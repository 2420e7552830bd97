import { type Fault, table } from "../../fault.ts";

export const fault: Fault = {
  did: "Support sent its own list of customers.",
  change: table((rows) => {
    const called = rows.filter((row) => row.has_support_calls === "1");
    return [...called, ...called.map((row, i) => ({ ...row, customer_id: `S${i}` }))];
  }),
  stoppedAt: "validate",
  says: "has_support_calls: the share of 1 is 1.000",
};
