import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "Sales opened a region nobody declared.",
  change: column("region", (region, _, i) => (i % 20 ? region : "central")),
  stoppedAt: "validate",
  says: "region is not one of north, south, east, west in 1,000 rows",
};
