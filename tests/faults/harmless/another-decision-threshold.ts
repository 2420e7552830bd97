import { type Harmless, param } from "../fault.ts";

export const harmless: Harmless = {
  did: "The decision threshold is chosen on the validation part.",
  change: param(["evaluate", "threshold"], "max-f1"),
  from: "evaluate",
};
