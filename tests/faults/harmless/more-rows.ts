import { type Harmless, program } from "../fault.ts";

export const harmless: Harmless = {
  did: "A tenth more customers, who are like the others.",
  change: program("packages/warehouse/src/data.cli.ts", "--refresh", "--as-of", "2026-06-30", "--rows", "22000"),
};
