import { type Bundle, readScorer } from "@churn/bundle";
import { type Comparison, type Dataset, Params, PipelineError } from "@churn/contracts";
import type { TensorFlow } from "@churn/model";
import { sliceRows, type Tables, valuesAt } from "@churn/tables";
import { z } from "zod";
import { compareGroups } from "./compare-groups.ts";
import { championBundle, readChampion } from "./read-champion.ts";
import { scoreComparable } from "./score-comparable.ts";
import { whyIncomparable } from "./why-incomparable.ts";

export type Challenger = {
  readonly tables: Tables;
  readonly tf: TensorFlow;
  readonly dataset: Dataset;
  /** Path of the held-out customers as they are in the table. */
  readonly holdout: string;
  /** Their labels and the challenger's scores, in the same order: shape [rows] each. */
  readonly scored: { readonly yTrue: Float32Array; readonly yScore: Float32Array };
  /** From which score on the challenger calls a customer a churner. */
  readonly threshold: number;
};

/**
 * The new model beside the champion, on the customers that both hold out and both can score, wherever the champion's
 * split or contract was another one.
 *
 * @param path - of champion.json
 * @param mayBeAbsent - see championBundle
 * @throws PipelineError when the champion's bundle is not there or is another one
 */
export async function compareWithChampion(
  { tables, tf, dataset, holdout, scored: { yTrue, yScore }, threshold }: Challenger,
  path: string,
  mayBeAbsent: boolean,
): Promise<Comparison> {
  const champion = await readChampion(path);
  const without = (status: Comparison["status"], why: string): Comparison => {
    return { status, why, champion, customers: { heldOut: yTrue.length, compared: 0 }, groups: [] };
  };
  if (champion === null) return without("no champion", "no version is in production yet");
  const bundle = await championBundle(path, champion, mayBeAbsent);
  if (bundle === undefined) return without("not available", "its bundle is not here, and was not asked for");
  const scorer = await readScorer(bundle.folder, tf);
  const faults = whyIncomparable(dataset, bundle, scorer.state);
  if (faults.length > 0) return without("not comparable", faults.join("; "));

  const { rows, yScore: championScore } = await scoreComparable(tables, holdout, scorer, heldOutBy(bundle));
  if (rows.length === 0) return without("not comparable", "no held-out customer is new to it and can be scored by it");
  const places = new Map(rows.map((row, place) => [row, place]));
  const slices = (await sliceRows(tables, dataset, holdout)).map((slice) => ({
    slice: slice.name,
    rows: slice.rows.flatMap((row) => places.get(row) ?? []),
  }));
  const thresholds = { challenger: threshold, champion: bundle.signature.threshold };
  const scores = {
    thresholds,
    yTrue: valuesAt(yTrue, rows),
    challenger: valuesAt(yScore, rows),
    champion: championScore,
  };
  return {
    status: "compared",
    why: null,
    champion,
    customers: { heldOut: yTrue.length, compared: rows.length },
    groups: compareGroups(scores, [{ slice: null, rows: [...places.values()] }, ...slices]),
  };
}

const LineageParams = z.object({ preprocess: Params.shape.preprocess });

function heldOutBy({ folder, lineage: { data, params }, signature }: Bundle) {
  const parsed = LineageParams.safeParse(params);
  if (parsed.success) {
    return { salt: data.splitSalt, id: signature.id, testFraction: parsed.data.preprocess.testFraction };
  }
  throw new PipelineError("ARTIFACT_INVALID", {
    what: `the lineage in ${folder} does not say which customers the champion was trained on`,
    where: folder,
    fix: "run `npm run champion`, which brings it anew",
  });
}
