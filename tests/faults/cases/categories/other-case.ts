import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The CRM writes regions with a capital.",
  change: column("region", (region) => region.charAt(0).toUpperCase() + region.slice(1)),
  stoppedAt: "validate",
  says: "region is not one of north, south, east, west in 20,000 rows",
};
