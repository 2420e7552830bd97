import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "The billing system now sends cents.",
  change: column("monthly_charges", (euros) => Math.round(100 * Number(euros))),
  stoppedAt: "validate",
  says: "monthly_charges outside 5..250",
  quick: true,
};
