import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The encoding was changed after the release, and nothing was run again.",
  change: edit("packages/features/src/feature-transformer.ts", "/** Names of", "/** The names of"),
  from: "register",
  stoppedAt: "register",
  says: "the release is behind",
};
