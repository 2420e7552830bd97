import { type Dataset, PipelineError, targetColumn } from "@churn/contracts";
import { parquetColumns, sqlName, sqlString, type Tables } from "@churn/tables";

/**
 * Holds the labels that the model is judged by against those of the held-out customers, row by row.
 *
 * @param yTrue - labels of test.parquet, shape [rows]
 * @throws PipelineError ARTIFACT_INVALID when they are of other customers, or in another order
 */
export async function requireHoldout(
  tables: Tables,
  dataset: Dataset,
  holdout: string,
  yTrue: Float32Array,
): Promise<void> {
  const target = targetColumn(dataset).name;
  await parquetColumns(tables, holdout, [target]);
  const labels = tables.stream<Float32Array>(
    `select ${sqlName(target)}::float from read_parquet(${sqlString(holdout)})`,
  );
  let row = 0;
  let same = true;
  for await (const [batch] of labels) {
    for (const label of batch as Float32Array) same = yTrue[row++] === label && same;
  }
  if (same && row === yTrue.length) return;
  throw new PipelineError("ARTIFACT_INVALID", {
    what: `the ${yTrue.length} customers that were scored are not the ${row} held-out ones: their labels differ`,
    where: holdout,
    fix: "run `npx dvc repro -f preprocess`, then again",
  });
}
