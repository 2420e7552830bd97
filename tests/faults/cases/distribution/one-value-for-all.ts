import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "A default overwrote the number of products.",
  change: column("num_products", () => 2),
  stoppedAt: "validate",
  says: "num_products: the 90 % quantile",
};
