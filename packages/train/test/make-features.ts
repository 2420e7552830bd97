import { FEATURE_FILES, Params, type TransformerState } from "@churn/contracts";
import { writeSeal } from "@churn/runtime";
import type { MakeFolder } from "@churn/runtime/test-support";
import { sqlString, Tables } from "@churn/tables";

/** A Parquet file of so many rows: feature `row` is 0, 1, 2, …, `half` is row / 2, the label 1 in every third. */
export async function writeRows(path: string, rows: number): Promise<string> {
  await Tables.inMemory((tables) =>
    tables.run(
      `copy (select i::float as row, (i / 2)::float as half, (i % 3 = 0)::integer::float as churn from range(${rows}) t(i))
       to ${sqlString(path)} (format parquet)`,
    ),
  );
  return path;
}

const number = (column: string): TransformerState["columns"][number] => ({
  kind: "number",
  column,
  mean: 0,
  scale: 1,
  missing: null,
  quantiles: Array.from({ length: 33 }, (_, i) => i / 16 - 1),
});

/** artifacts/features of customers who leave the more, the larger `spent` is; `tenure` says nothing. */
export async function makeFeatures(makeFolder: MakeFolder): Promise<string> {
  const state: TransformerState = { dataset: "shop", columns: [number("spent"), number("tenure")] };
  const at = makeFolder({ [`features/${FEATURE_FILES.transformer}`]: JSON.stringify(state) });
  // numbers in [-1, 1) from a hash of the row, the same on every machine
  const uniform = (of: string) => `(md5_number_lower(concat(i, '${of}')) % 20000 / 10000.0 - 1)::float`;
  await Tables.inMemory(async (tables) => {
    for (const [part, from, to] of [
      ["train", 0, 400],
      ["val", 400, 600],
    ] as const) {
      const path = at("features", FEATURE_FILES[part]);
      await tables.run(
        `copy (select spent, tenure, (spent > noise)::integer::float as churn
               from (select ${uniform("spent")} as spent, ${uniform("tenure")} as tenure, ${uniform("noise")} / 2 as noise
                     from range(${from}, ${to}) t(i)))
         to ${sqlString(path)} (format parquet)`,
      );
    }
  });
  await writeSeal(at("features"));
  return at("features");
}

export const makeParams = (train: Partial<Params["train"]> = {}): Params =>
  Params.parse({
    dataset: "shop",
    preprocess: { validationFraction: 0.2, testFraction: 0.2 },
    train: {
      seed: 1,
      hiddenUnits: [6],
      activation: "relu",
      piecewiseLinearPieces: 4,
      dropout: 0,
      learningRate: 0.05,
      batchSize: 64,
      epochs: 4,
      patience: 4,
      ...train,
    },
    evaluate: { threshold: 0.5 },
    gate: { shop: { accuracy: 0.5, slices: {} } },
    drift: { minRows: 500, significance: 0.01, psi: 0.1 },
  });
