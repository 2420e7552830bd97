import { column, type Harmless } from "../fault.ts";

export const harmless: Harmless = {
  did: "The export writes whole numbers as 7.0.",
  change: column("num_products", (products) => `${products}.0`),
};
