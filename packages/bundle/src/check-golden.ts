import { join } from "node:path";
import { Golden, PipelineError, SCORE_TOLERANCE } from "@churn/contracts";
import type { CustomerRow } from "@churn/features";
import type { TensorFlow } from "@churn/model";
import { readJson } from "@churn/runtime";
import { readScorer } from "./read-scorer.ts";
import { scoreRows } from "./score-rows.ts";

/**
 * Lets the bundle's network and transformer score the golden rows.
 *
 * @throws PipelineError CHECK_FAILED when another score comes back
 */
export async function checkGolden(folder: string, tf: TensorFlow): Promise<void> {
  const { state, model } = await readScorer(folder, tf);
  try {
    await requireGolden(folder, (rows) => scoreRows(state, model, rows));
  } finally {
    model.dispose();
  }
}

/** @throws PipelineError CHECK_FAILED when `score` gives the bundle's golden rows other scores than they came with */
export async function requireGolden(
  folder: string,
  score: (rows: readonly CustomerRow[]) => Float32Array,
): Promise<void> {
  const golden = await readJson(join(folder, "golden.json"), Golden, "run `npx dvc repro`, which seals it anew");
  const scores = score(golden.map(({ row }) => row));
  const fault = scoreFault(
    golden.map((expected) => expected.score),
    scores,
  );
  if (fault === undefined) return;
  throw new PipelineError("CHECK_FAILED", {
    what: `the model does not answer its golden rows: ${fault}`,
    where: join(folder, "golden.json"),
    fix: "run `npx dvc repro -f release` here, or use the backend that lineage.json names",
  });
}

/** The first row whose score is not the expected one, in words; undefined when all are. */
export function scoreFault(expected: readonly number[], scores: Float32Array): string | undefined {
  const i = expected.findIndex((score, row) => !(Math.abs(score - (scores[row] as number)) <= SCORE_TOLERANCE));
  return i < 0 ? undefined : `row ${i + 1} scores ${scores[i]}, expected ${expected[i]}`;
}
