import { column, type Fault } from "../../fault.ts";

export const fault: Fault = {
  did: "Invoices were booked as direct debit.",
  change: column("payment_method", (method) => (method === "invoice" ? "direct_debit" : method)),
  stoppedAt: "validate",
  says: "payment_method is invoice in no row",
};
