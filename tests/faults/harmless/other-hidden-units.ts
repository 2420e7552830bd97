import { type Harmless, param } from "../fault.ts";

export const harmless: Harmless = {
  did: "A smaller network.",
  change: param(["train", "hiddenUnits"], [48, 24]),
  from: "train",
};
