import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The service rounds amounts.",
  change: edit(
    "packages/features/src/columns.ts",
    "if (valid) return number as number;",
    "if (valid) return Math.round((number as number) / 10) * 10;",
  ),
  from: "release",
  stoppedAt: "release",
  says: "score otherwise when they come as raw rows",
};
