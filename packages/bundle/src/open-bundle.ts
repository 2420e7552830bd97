import { join } from "node:path";
import { PipelineError, Reference } from "@churn/contracts";
import { type CustomerRow, FeatureTransformer, toColumns } from "@churn/features";
import type { TensorFlow } from "@churn/model";
import { readJson, readText } from "@churn/runtime";
import { type CheckedCustomer, customerCheck } from "./check-customer.ts";
import { requireGolden } from "./check-golden.ts";
import { middleCustomer } from "./middle-customer.ts";
import { type Bundle, readBundle } from "./read-bundle.ts";
import { readScorer, type Scorer } from "./read-scorer.ts";
import { unusualColumns } from "./unusual-columns.ts";

/** A bundle that is ready to score customers from outside; its folder is no longer needed. */
export type OpenBundle = Omit<Bundle, "folder"> &
  Scorer & {
    /** MODEL_CARD.md. */
    readonly card: string;
    readonly check: (customer: unknown) => CheckedCustomer;
    /** Beside whom others are explained. */
    readonly middle: CustomerRow;
    /** Columns of a checked row whose value training has hardly seen. */
    readonly unusual: (row: CustomerRow) => string[];
    /** Probability of churn of each checked row; the same as scoreRows, sooner. */
    readonly score: (rows: readonly CustomerRow[]) => Float32Array;
    /** Gives its memory back; it scores no more. */
    readonly dispose: () => void;
  };

/**
 * Reads a bundle, and lets it answer its golden rows before anybody gets it.
 *
 * @throws PipelineError ARTIFACT_MISSING when a file is not there, ARTIFACT_INVALID when one was changed since its
 * release, CHECK_FAILED when another score comes back for a golden row
 */
export async function openBundle(folder: string, tf: TensorFlow): Promise<OpenBundle> {
  const fix = "run `npx dvc repro`, which seals it anew";
  const { folder: _, ...bundle } = await readBundle(folder);
  const reference = await readJson(join(folder, "reference.json"), Reference, fix);
  const card = await readText(join(folder, "MODEL_CARD.md"), fix);
  const { state, model } = await readScorer(folder, tf);
  const transformer = new FeatureTransformer(state);
  const predict = model.toPredictor();
  const opened: OpenBundle = {
    ...bundle,
    state,
    model,
    card,
    check: customerCheck(bundle.signature),
    middle: middleCustomer(state, reference),
    unusual: unusualColumns(state, reference),
    score: (rows) => predict(transformer.transform(toColumns(state, rows))),
    dispose: () => model.dispose(),
  };
  try {
    if (transformer.width !== model.width) {
      const what = `${folder}: its transformer makes ${transformer.width} features, its network takes ${model.width}`;
      throw new PipelineError("ARTIFACT_INVALID", { what, where: folder, fix });
    }
    await requireGolden(folder, opened.score);
  } catch (error) {
    opened.dispose();
    throw error;
  }
  return opened;
}
