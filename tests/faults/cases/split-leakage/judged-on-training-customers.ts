import { cpSync } from "node:fs";
import type { Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The training part was copied over the held-out part.",
  change: ({ project }) =>
    cpSync(project.path("artifacts/features/train.parquet"), project.path("artifacts/features/test.parquet")),
  from: "evaluate",
  stoppedAt: "evaluate",
  says: "are not the 4035 held-out ones",
};
