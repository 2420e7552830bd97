import { type Dataset, featureColumns, type Missing, type TransformerState } from "@churn/contracts";
import type { Columns } from "./columns.ts";
import { RunningMoments } from "./running-moments.ts";

/** Quantiles are taken from the first rows, which in hash order are a uniform sample of the training part. */
const QUANTILE_ROWS = 100_000;
const QUANTILES = 33;

/**
 * Learns from the training part, batch by batch, what turns customers into numbers: mean and standard deviation of
 * the present values over all rows, quantiles over the first 100,000. A number that no row has stays as it is filled.
 */
export async function fitTransformer(dataset: Dataset, batches: AsyncIterable<Columns>): Promise<TransformerState> {
  const columns = featureColumns(dataset);
  const numeric = columns.filter((column) => column.type === "integer" || column.type === "decimal");
  const fits = new Map(numeric.map((column) => [column.name, new NumericFit()]));
  for await (const batch of batches) for (const [name, fit] of fits) fit.add(batch[name] as Float64Array);

  return {
    dataset: dataset.name,
    columns: columns.map((column) => {
      const { name, missing } = column;
      if (column.type === "category") {
        return { kind: "category", column: name, categories: [...column.categories], missing: fill(missing, 0) };
      }
      if (column.type === "flag") return { kind: "flag", column: name, missing: fill(missing, 0) };
      const { mean, scale, quantiles } = (fits.get(name) as NumericFit).finish();
      const median = quantiles[(QUANTILES - 1) / 2] as number;
      return { kind: "number", column: name, mean, scale, missing: fill(missing, median), quantiles };
    }),
  };
}

function fill(missing: Missing | undefined, median: number): { fill: number } | null {
  if (missing === undefined || missing === "forbidden") return null;
  return { fill: missing.encodeAs === "median" ? median : missing.encodeAs };
}

class NumericFit {
  readonly #moments = new RunningMoments();
  readonly #sample: number[] = [];
  #rows = 0;

  add(values: Float64Array): void {
    for (const value of values) {
      this.#rows++;
      if (Number.isNaN(value)) continue;
      this.#moments.add(value);
      if (this.#rows <= QUANTILE_ROWS) this.#sample.push(value);
    }
  }

  finish(): { mean: number; scale: number; quantiles: number[] } {
    const sorted = Float64Array.from(this.#sample).sort();
    if (sorted.length === 0) return { mean: 0, scale: 1, quantiles: Array(QUANTILES).fill(0) };
    const quantiles = Array.from({ length: QUANTILES }, (_, i) => {
      return sorted[Math.round((i * (sorted.length - 1)) / (QUANTILES - 1))] as number;
    });
    const { mean, standardDeviation } = this.#moments;
    return { mean, scale: standardDeviation || 1, quantiles };
  }
}
