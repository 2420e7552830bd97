import type { Column } from "@churn/contracts";
import { sqlName } from "./sql.ts";

/**
 * Shares of customers that equal another one, their ids aside: in every column, in all but any one column, in all but
 * the decimals.
 */
export type Twins = { readonly whole: number; readonly butOne: number; readonly butDecimals: number };

/**
 * Counts twins within one pass. A row's hash is the XOR of its columns' hashes, so that a column is left out by a second
 * XOR; the same value in two columns has two hashes. Of a large table a share of the hashes is looked at: twins fall into it together.
 *
 * @param present - the columns of `source`, typed as `NAME typed`
 * @param every - one in so many hashes is looked at
 */
export function twinsSql(present: readonly (readonly [string, Column])[], every: number) {
  const columns = present.filter(([, column]) => column.role !== "id");
  const places = columns.map((_, i) => i);
  const decimals = places.filter((i) => columns[i]?.[1].type === "decimal");
  const leftOut = [[], ...places.map((i) => [i]), decimals];
  const all = places.map((i) => `h${i}`).reduce((one, other) => `xor(${one}, ${other})`, "0::ubigint");
  const hashes = columns.map(([name], i) => `hash(xor(hash(${sqlName(`${name} typed`)}), ${i})) as h${i}`);
  return {
    wrap: (source: string) => `(
      select *, ${leftOut.map((out, g) => `${out.reduce((hash, i) => `xor(${hash}, h${i})`, "whole")} as g${g}`).join(", ")}
      from (select *, ${all} as whole from (select *, ${hashes.join(", ")} from ${source})))`,
    aggregates: leftOut.map((_, g) => {
      const seen = every > 1 ? `filter (where g${g} % ${every} = 0)` : "";
      return `((count(*) ${seen} - count(distinct g${g}) ${seen}) / greatest(1, count(*) ${seen}))::double as twins${g}`;
    }),
    read: (row: Record<string, unknown>): Twins => {
      const shares = leftOut.map((_, g) => row[`twins${g}`] as number);
      const [whole, ...others] = shares as [number, ...number[]];
      return { whole, butOne: Math.max(0, ...others.slice(0, -1)), butDecimals: others.at(-1) as number };
    },
  };
}
