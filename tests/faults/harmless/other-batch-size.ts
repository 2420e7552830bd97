import { type Harmless, param } from "../fault.ts";

export const harmless: Harmless = {
  did: "Larger batches.",
  change: param(["train", "batchSize"], 512),
  from: "train",
};
