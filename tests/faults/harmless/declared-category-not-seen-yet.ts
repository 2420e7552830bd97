import { edit, type Harmless } from "../fault.ts";

export const harmless: Harmless = {
  did: "A region was declared before its first customer comes.",
  change: edit(
    "packages/contracts/src/datasets/subscriptions.ts",
    'categories: ["north", "south", "east", "west"]',
    'categories: ["north", "south", "east", "west", "central"]',
  ),
};
