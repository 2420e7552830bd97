import { type Harmless, program } from "../fault.ts";

export const harmless: Harmless = {
  did: "The customers of a quarter later.",
  change: program("packages/warehouse/src/data.cli.ts", "--refresh", "--as-of", "2026-09-30"),
};
