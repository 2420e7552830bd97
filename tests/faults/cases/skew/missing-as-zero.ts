import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The service takes a missing value for 0.",
  change: edit("packages/features/src/columns.ts", "return Number.NaN;", "return 0;"),
  from: "release",
  stoppedAt: "release",
  says: "score otherwise when they come as raw rows",
};
