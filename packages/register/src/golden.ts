import { type Dataset, featureColumns, type Golden } from "@churn/contracts";
import type { CustomerRow } from "@churn/features";
import { sqlName, sqlString } from "@churn/tables";

/** A held-out customer that may become a golden row; `kinds`: which of the kinds of customers it stands for. */
export type Candidate = { readonly place: number; readonly kinds: readonly number[] };

const FEWEST = 8;

/**
 * Kinds of customers that the golden rows shall hold where there are any, as SQL conditions: both classes, every
 * column missing that may be, and every value of a category or a flag.
 */
export function goldenKinds(dataset: Dataset, target: string): string[] {
  const columns = featureColumns(dataset);
  const is = (name: string, value: string) => `${sqlName(name)}::varchar = ${sqlString(value)}`;
  return [
    is(target, "1"),
    is(target, "0"),
    ...columns.flatMap(({ name, missing }) => (typeof missing === "object" ? [`${sqlName(name)} is null`] : [])),
    ...columns.flatMap((column) => {
      if (column.type === "category") return column.categories.map((value) => is(column.name, value));
      return column.type === "flag" ? ["0", "1"].map((value) => is(column.name, value)) : [];
    }),
  ];
}

/**
 * Few customers that together stand for every kind: for each kind in turn the first customer of it, unless one that
 * was taken before is of it too; then the first ones until there are eight.
 *
 * @returns places, ascending
 */
export function chooseGolden(kinds: number, candidates: readonly Candidate[]): number[] {
  const inOrder = candidates.toSorted((a, b) => a.place - b.place);
  const chosen = new Set<Candidate>();
  for (let kind = 0; kind < kinds; kind++) {
    const first = inOrder.find((candidate) => candidate.kinds.includes(kind));
    const isCovered = [...chosen].some((candidate) => candidate.kinds.includes(kind));
    if (first && !isCovered) chosen.add(first);
  }
  for (const candidate of inOrder) if (chosen.size < FEWEST) chosen.add(candidate);
  return [...chosen].map((candidate) => candidate.place).toSorted((a, b) => a - b);
}

/** Golden rows as they are written: the features only, in the order of the contract. */
export function goldenOf(dataset: Dataset, rows: readonly CustomerRow[], scores: Float32Array): Golden {
  const names = featureColumns(dataset).map((column) => column.name);
  return rows.map((row, i) => ({
    row: Object.fromEntries(names.map((name) => [name, row[name] ?? null])),
    score: scores[i] as number,
  }));
}
