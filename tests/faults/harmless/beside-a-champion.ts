import { champion, type Harmless, param } from "../fault.ts";

export const harmless: Harmless = {
  did: "A model is trained again with another seed, beside the one in production.",
  change: [champion, param(["train", "seed"], 11)],
  from: "train",
};
