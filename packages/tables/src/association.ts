import type { Bin } from "./churn-by-value.ts";

/** Under this key stands the association of a number's size; other keys are values, MISSING included. */
export const SIZE = "(size)";
export const MISSING = "(missing)";

/**
 * How a column goes with leaving, as areas under the ROC curve: 0.5 not at all, above it more churners. A number by its
 * size, and in every column each value against all others. The share of churners in the table does not matter.
 *
 * @returns nothing when one class is absent
 */
export function associations(bins: readonly Bin[], isNumber: boolean): Record<string, number> {
  if (!hasBoth(bins)) return {};
  const present = bins.filter(({ value }) => value !== null);
  const against = (bin: Bin) => 0.5 + (bin.churners / sum(bins, "churners") - bin.stayers / sum(bins, "stayers")) / 2;
  const values = isNumber ? bins.filter(({ value }) => value === null) : bins;
  return {
    ...(isNumber && hasBoth(present) ? { [SIZE]: area(present) } : {}),
    ...Object.fromEntries(values.map((bin) => [bin.value ?? MISSING, against(bin)])),
  };
}

/**
 * How well a column alone tells churners from stayers: the area under the ROC curve when its values are ordered by
 * their share of churners. 0.5 not at all, 1 wholly.
 */
export function separation(bins: readonly Bin[]): number {
  return hasBoth(bins) ? area(bins.toSorted((a, b) => churnRate(a) - churnRate(b))) : 0.5;
}

export const churnRate = ({ churners, stayers }: Bin): number => churners / (churners + stayers);

/** Probability that a churner stands in a later bin than a stayer; the same bin counts one half. */
function area(bins: readonly Bin[]): number {
  let before = 0;
  let won = 0;
  for (const { churners, stayers } of bins) {
    won += churners * (before + stayers / 2);
    before += stayers;
  }
  return won / (sum(bins, "churners") * before);
}

const sum = (bins: readonly Bin[], key: "churners" | "stayers") => bins.reduce((total, bin) => total + bin[key], 0);
const hasBoth = (bins: readonly Bin[]) => sum(bins, "churners") > 0 && sum(bins, "stayers") > 0;
