import { type Harmless, param } from "../fault.ts";

export const harmless: Harmless = {
  did: "Another seed.",
  change: param(["train", "seed"], 7),
  from: "train",
};
