import type { Harmless } from "../fault.ts";

export const harmless: Harmless = {
  did: "Nothing was changed at all.",
  change: () => {},
};
