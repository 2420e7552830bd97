import { join } from "node:path";
import { scoreFault, scoreRows } from "@churn/bundle";
import { type Dataset, FEATURE_FILES, type Golden, PipelineError, type TransformerState } from "@churn/contracts";
import type { ChurnModel } from "@churn/model";
import type { Tables } from "@churn/tables";
import { goldenOf } from "./golden.ts";
import { holdoutRows } from "./holdout-rows.ts";

/**
 * Takes a few held-out customers and scores them the way a service does.
 *
 * @throws PipelineError CHECK_FAILED when they score otherwise than the same customers do in test.parquet
 */
export async function sealGolden(
  tables: Tables,
  dataset: Dataset,
  state: TransformerState,
  model: ChurnModel,
  features: string,
): Promise<Golden> {
  const paths = { holdout: join(features, FEATURE_FILES.holdout), test: join(features, FEATURE_FILES.test) };
  const { rows, x } = await holdoutRows(tables, dataset, paths);
  const fault = (what: string) =>
    new PipelineError("CHECK_FAILED", { what, where: features, fix: "run `npx dvc repro -f preprocess`, then again" });
  if (rows.length === 0) throw fault("there is no held-out customer to take a golden row from");
  if (x.length !== rows.length * model.width) {
    throw fault(`${rows.length} held-out customers have ${x.length} features, expected ${model.width} each`);
  }
  const scores = scoreRows(state, model, rows);
  const difference = scoreFault(Array.from(model.predict(x)), scores);
  if (difference !== undefined) {
    throw fault(`held-out customers score otherwise when they come as raw rows: golden ${difference} by test.parquet`);
  }
  return goldenOf(dataset, rows, scores);
}
