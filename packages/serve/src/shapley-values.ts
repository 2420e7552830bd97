import type { CustomerRow } from "@churn/features";
import { seededRandom } from "@churn/metrics";

/** Orders in which the columns are taken; each is taken backwards too, which cancels most of the chance in it. */
const ORDERS = 32;

/**
 * By how much each column moves a customer's score away from another customer's: Shapley values of log-odds, estimated
 * over random orders of the columns. They add up to the difference of the two scores, exactly. The same customers get
 * the same values.
 *
 * @param score - probabilities of rows, shape [rows]
 * @param other - the customer that it is compared with; has every column
 * @returns log-odds by column
 * @see Štrumbelj & Kononenko (2014), Explaining prediction models and individual predictions with feature contributions,
 * doi:10.1007/s10115-013-0679-x; orders and their reverse: Mitchell et al. (2022), arXiv:2104.12199
 */
export async function shapleyValues(
  score: (rows: readonly CustomerRow[]) => Promise<Float32Array>,
  customer: CustomerRow,
  other: CustomerRow,
): Promise<ReadonlyMap<string, number>> {
  const columns = Object.keys(other);
  const random = seededRandom(0);
  const orders = Array.from({ length: ORDERS }, () => shuffled(columns, random)).flatMap((o) => [o, o.toReversed()]);

  /** In each order the other customer, who becomes this one column by column. */
  const rows = orders.flatMap((order) => {
    let row = other;
    return [row, ...order.map((column) => (row = { ...row, [column]: customer[column] ?? null }))];
  });
  const logOdds = Array.from(await score(rows), toLogOdds);

  const values = new Map(columns.map((column) => [column, 0]));
  let at = 0;
  for (const order of orders) {
    for (const column of order) {
      const moved = (logOdds[at + 1] as number) - (logOdds[at] as number);
      values.set(column, (values.get(column) as number) + moved / orders.length);
      at++;
    }
    at++;
  }
  return values;
}

/** Probabilities are single-precision: one that is rounded to 0 or 1 counts as the nearest that is not. */
function toLogOdds(probability: number): number {
  const p = Math.min(Math.max(probability, 1e-7), 1 - 1e-7);
  return Math.log(p / (1 - p));
}

/** Fisher–Yates. */
function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const order = [...values];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as T, order[i] as T];
  }
  return order;
}
