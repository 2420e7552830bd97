import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The table was mended after validate had passed it.",
  change: column("region", () => "north"),
  from: "preprocess",
  stoppedAt: "preprocess",
  says: "is not the file that was validated",
};
