import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "Missing values are filled with the median, and the column that says so is always 0.",
  change: edit("packages/features/src/feature-transformer.ts", "[isMissing] : []", "[isMissing.map(() => 0)] : []"),
  stoppedAt: "preprocess",
  says: "days_since_last_purchase: a missing value becomes the same features as",
};
