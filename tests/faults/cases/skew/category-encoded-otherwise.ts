import { edit, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The service counts categories from 1.",
  change: edit(
    "packages/features/src/columns.ts",
    "column.categories.map((name, i) => [name, i])",
    "column.categories.map((name, i) => [name, (i + 1) % column.categories.length])",
  ),
  from: "release",
  stoppedAt: "release",
  says: "score otherwise when they come as raw rows",
  quick: true,
};
