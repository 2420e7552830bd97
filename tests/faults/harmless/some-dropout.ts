import { type Harmless, param } from "../fault.ts";

export const harmless: Harmless = {
  did: "Some dropout.",
  change: param(["train", "dropout"], 0.1),
  from: "train",
};
