import type { Reason } from "@churn/contracts";
import type { CustomerRow } from "@churn/features";
import { shapleyValues } from "./shapley-values.ts";

type Scorer = { readonly score: (rows: readonly CustomerRow[]) => Promise<Float32Array> };

/**
 * The columns that moved a customer's score most, most moving first, beside the customer in the middle. What it lets be
 * scored waits with all other requests.
 *
 * @throws Refusal 503 when too many are waiting
 */
export async function reasonsOf(
  scorer: Scorer,
  customer: CustomerRow,
  middle: CustomerRow,
  count: number,
): Promise<Reason[]> {
  const effects = await shapleyValues((rows) => scorer.score(rows), customer, middle);
  return [...effects]
    .map(([feature, effect]) => ({ feature, value: customer[feature] ?? null, effect }))
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
    .slice(0, count);
}
