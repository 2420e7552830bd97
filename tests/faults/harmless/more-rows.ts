import type { Harmless } from "../fault.ts";

export const harmless: Harmless = {
  did: "A tenth more customers, who are like the others.",
  change: ({ project }) =>
    project.run(
      "--import",
      "tsx/esm",
      "packages/warehouse/src/data.cli.ts",
      "--refresh",
      "--as-of",
      "2026-06-30",
      "--rows",
      "22000",
    ),
};
