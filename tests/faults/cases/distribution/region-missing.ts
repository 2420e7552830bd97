import { type Fault, table } from "../../fault.ts";

export const fault: Fault = {
  did: "The file of one region did not arrive.",
  change: table((rows) => rows.filter((row) => row.region !== "west")),
  stoppedAt: "validate",
  says: "region is west in no row",
  quick: true,
};
