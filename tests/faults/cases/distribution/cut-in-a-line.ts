import { truncateSync } from "node:fs";
import type { Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The disk was full: the last line ends early.",
  change: ({ project }) => truncateSync(project.path("data/customers.csv"), 1_300_000),
  stoppedAt: "validate",
  says: /can't be read|nulls|is missing/,
};
