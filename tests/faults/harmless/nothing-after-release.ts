import type { Harmless } from "../fault.ts";

export const harmless: Harmless = {
  did: "Nothing was changed, and the release is registered.",
  change: () => {},
  from: "register",
};
