import { column, contractColumn, type Fault, random } from "../../fault.ts";

export const fault: Fault = {
  did: "A status was added that is set to ending when notice is given.",
  change: [
    contractColumn("status", 'type: "category", categories: ["active", "paused", "ending"], missing: "forbidden"'),
    column("status", (_, row, i) => (row.churn === "1" && random(6, i) < 0.4 ? "ending" : i % 7 ? "active" : "paused")),
  ],
  stoppedAt: "validate",
  says: "status: of the customers with ending",
};
