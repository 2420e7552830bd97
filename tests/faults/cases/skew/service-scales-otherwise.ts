import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "After the release the service divides by another scale.",
  change: edit("packages/features/src/feature-transformer.ts", "- mean) / scale", "- mean) / (scale * 1.1)"),
  from: "register",
  stoppedAt: "register",
  says: "does not answer its golden rows",
};
