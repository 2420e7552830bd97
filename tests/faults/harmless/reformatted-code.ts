import { edit, type Harmless } from "../fault.ts";

export const harmless: Harmless = {
  did: "The code was reformatted.",
  change: edit("packages/features/src/feature-transformer.ts", /\n {2}/g, "\n      "),
};
