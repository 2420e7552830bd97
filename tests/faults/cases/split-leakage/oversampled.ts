import { type Fault, table } from "../../fault.ts";

export const fault: Fault = {
  did: "Churners were copied until the classes were balanced, each copy with an id of its own.",
  change: table((rows) => [
    ...rows,
    ...rows.filter((row, i) => row.churn === "1" && i % 8 === 0).map((row, i) => ({ ...row, customer_id: `X${i}` })),
  ]),
  stoppedAt: "validate",
  says: "the same customer under two ids",
};
