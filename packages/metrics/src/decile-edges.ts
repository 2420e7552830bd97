import { quantile } from "./quantile.ts";

/**
 * The deciles of values, each once: edges between which a tenth of the values lies, where they do not repeat.
 *
 * @param values - finite, shape [rows], not empty
 * @returns ascending, shape [at most 9]
 */
export function decileEdges(values: ArrayLike<number>): number[] {
  const sorted = Float64Array.from(values).sort();
  return [...new Set(Array.from({ length: 9 }, (_, i) => quantile(sorted, (i + 1) / 10)))];
}
