import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "An export pads the categories with a blank.",
  change: column("payment_method", (method) => `${method} `),
  stoppedAt: "validate",
  says: "payment_method is not one of",
};
