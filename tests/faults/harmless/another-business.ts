import { type Harmless, program } from "../fault.ts";

export const harmless: Harmless = {
  did: "Another simulated business.",
  change: program("packages/warehouse/src/data.cli.ts", "--refresh", "--as-of", "2026-06-30", "--seed", "7"),
};
