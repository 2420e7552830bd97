import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The service reads a flag the other way round.",
  change: edit(
    "packages/features/src/columns.ts",
    "if (valid) return number as number;",
    'if (valid) return kind === "flag" ? 1 - (number as number) : (number as number);',
  ),
  from: "release",
  stoppedAt: "release",
  says: "score otherwise when they come as raw rows",
};
