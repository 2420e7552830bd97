import type { Golden, Reference, Signature, SignatureInput } from "@churn/contracts";

type Row = Golden[number]["row"];
type Value = Row[string];

/** Of the columns of a golden row so many are drawn anew: enough for variety, few enough to stay a customer. */
const REDRAWN = 2;

/**
 * Customers as the training part was distributed: golden rows, in each of which some columns are drawn anew, a bin by
 * its share in the reference and a value within it.
 *
 * @param random - numbers in [0, 1)
 */
export function drawCustomers(
  count: number,
  { signature, golden, reference }: { signature: Signature; golden: Golden; reference: Reference },
  random: () => number,
): Row[] {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  return Array.from({ length: count }, () => {
    const row = { ...pick(golden).row };
    for (let drawn = 0; drawn < REDRAWN; drawn++) {
      const input = pick(signature.inputs);
      row[input.name] = drawValue(input, reference, random) ?? (row[input.name] as Value);
    }
    return row;
  });
}

/** Undefined where the reference says nothing of the column. */
function drawValue(input: SignatureInput, { columns }: Reference, random: () => number): Value | undefined {
  const column = columns[input.name];
  if (column === undefined) return undefined;
  if (input.missing !== undefined && random() < column.missingShare) return null;
  const bin = drawBin(column.shares, random);
  if (column.categories) {
    const category = column.categories[bin] as string;
    return input.type === "flag" ? Number(category) : category;
  }
  const edges = column.edges ?? [];
  const [low, high] = input.range ?? [edges[0] ?? 0, edges.at(-1) ?? 1];
  const [from, to] = [edges[bin - 1] ?? low, edges[bin] ?? high];
  const value = Math.min(high, Math.max(low, from + random() * (to - from)));
  return input.type === "integer" ? Math.floor(value) : value;
}

function drawBin(shares: readonly number[], random: () => number): number {
  let left = random();
  const bin = shares.findIndex((share) => {
    left -= share;
    return left < 0;
  });
  return bin < 0 ? shares.length - 1 : bin; // shares that add up to a little less than 1
}
