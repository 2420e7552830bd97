import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "Wallet customers come from another system, in cents.",
  change: column("monthly_charges", (euros, row) =>
    row.payment_method === "wallet" ? Math.round(100 * Number(euros)) : euros,
  ),
  stoppedAt: "validate",
  says: "monthly_charges outside 5..250",
};
