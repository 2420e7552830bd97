import { type Harmless, param } from "../fault.ts";

export const harmless: Harmless = {
  did: "Another metric is judged.",
  change: param(["gate", "subscriptions", "recall"], 0.5),
  from: "report",
};
