import { readFileSync, writeFileSync } from "node:fs";
import type { Harmless } from "../fault.ts";

export const harmless: Harmless = {
  did: "The table was saved on Windows.",
  change: ({ project }) => {
    const path = project.path("data/customers.csv");
    writeFileSync(path, readFileSync(path, "utf8").replaceAll("\n", "\r\n"));
  },
};
