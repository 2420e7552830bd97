import { type Column, type Dataset, featureColumns, targetColumn } from "@churn/contracts";
import type { Tables } from "./tables.ts";

/** Customers with about the same value of a column; `value` null: it is missing. */
export type Bin = { readonly value: string | null; readonly churners: number; readonly stayers: number };

/** A number's values fall into bins of about equal size, at most so many; equal values are never parted. */
const BINS = 50;
/** A bin has about so many rows at least. */
const BIN_ROWS = 40;

/**
 * How many leave and how many stay per value of each feature: a number's bins ascending, the missing last.
 *
 * @param present - the columns of the table `sample`, typed and named `c0`, `c1` …
 */
export async function churnByValue(
  tables: Tables,
  dataset: Dataset,
  present: readonly (readonly [string, Column])[],
): Promise<Record<string, Bin[]>> {
  const placeOf = (name: string) => present.findIndex(([column]) => column === name);
  const label = placeOf(targetColumn(dataset).name);
  const features = featureColumns(dataset).filter(({ name }) => placeOf(name) >= 0);
  if (label < 0 || features.length === 0) return {};
  const selects = features.map(({ name, type }) => {
    return binsSql(placeOf(name), `c${label}`, type === "integer" || type === "decimal");
  });
  const rows = await tables.rows<{ place: number } & Bin>(`${selects.join(" union all ")} order by place, bin`);
  return Object.fromEntries(
    features.map(({ name }) => {
      const bins = rows.filter(({ place }) => place === placeOf(name));
      return [name, bins.map(({ value, churners, stayers }) => ({ value, churners, stayers }))];
    }),
  );
}

function binsSql(place: number, label: string, isNumber: boolean): string {
  const rows = "churners + stayers";
  const bins = `least(${BINS}, sum(${rows}) over () / ${BIN_ROWS})`;
  const ordinal = isNumber
    ? `floor(${bins} * (sum(${rows}) over (order by value nulls last) - (${rows})) / sum(${rows}) over ())`
    : "rank() over (order by value)";
  return `
    select ${place} as place, bin, min(value)::varchar as value,
      sum(churners)::integer as churners, sum(stayers)::integer as stayers
    from (select *, if(value is null, 1e9, ${ordinal}) as bin
          from (select c${place} as value, sum(${label}) as churners, count(*) - sum(${label}) as stayers
                from sample where ${label} is not null group by all))
    group by bin`;
}
