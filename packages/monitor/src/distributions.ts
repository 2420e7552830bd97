import type { DriftDistribution, Reference } from "@churn/contracts";
import type { Tables } from "@churn/tables";
import { type CurrentCounts, unknownValues } from "./count-current.ts";

type Binned = {
  readonly edges?: readonly number[] | undefined;
  readonly categories?: readonly string[] | undefined;
  readonly shares: readonly number[];
};

/** Before and now, bin by bin, for people: every column, then the score. */
export async function distributions(
  tables: Tables,
  reference: Reference & { readonly scores: Binned },
  { columns }: CurrentCounts,
  scores: readonly number[],
): Promise<DriftDistribution[]> {
  const found: DriftDistribution[] = [];
  for (const [feature, { bins, unknown }] of Object.entries(columns)) {
    const before = reference.columns[feature] as Reference["columns"][string];
    found.push({
      feature,
      bins: besides(before, bins),
      unknown: unknown > 0 ? await unknownValues(tables, feature) : [],
    });
  }
  return [...found, { feature: null, bins: besides(reference.scores, scores), unknown: [] }];
}

function besides({ edges, categories = [], shares }: Binned, counts: readonly number[]): DriftDistribution["bins"] {
  const rows = Math.max(
    1,
    counts.reduce((sum, count) => sum + count, 0),
  );
  const names = edges ? binNames(edges) : categories;
  return shares.map((share, i) => ({
    bin: names[i] as string,
    reference: share,
    current: (counts[i] as number) / rows,
  }));
}

function binNames(edges: readonly number[]): string[] {
  const shown = edges.map((edge) => edge.toLocaleString("en-US", { maximumSignificantDigits: 4, useGrouping: false }));
  if (shown.length === 0) return ["all"];
  return [
    `below ${shown[0]}`,
    ...shown.map((edge, i) => (shown[i + 1] ? `${edge} to ${shown[i + 1]}` : `from ${edge}`)),
  ];
}
