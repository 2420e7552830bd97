import { column, edit, type Harmless } from "../fault.ts";

export const harmless: Harmless = {
  did: "A region was declared and has its first customers.",
  change: [
    edit(
      "packages/contracts/src/datasets/subscriptions.ts",
      'categories: ["north", "south", "east", "west"]',
      'categories: ["north", "south", "east", "west", "central"]',
    ),
    column("region", (region, _, i) => (i % 100 ? region : "central")),
  ],
};
