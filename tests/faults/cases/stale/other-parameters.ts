import { type Fault, param } from "../../fault.ts";

export const fault: Fault = {
  did: "The seed was changed after training, and only the release was run again.",
  change: param(["train", "seed"], 43),
  from: "release",
  stoppedAt: "release",
  says: "was trained with other parameters than params.yaml names",
};
