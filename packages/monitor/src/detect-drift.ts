import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { Bundle, Scorer } from "@churn/bundle";
import { scoreCustomers } from "@churn/champion";
import { type Dataset, type DriftParams, type DriftReport, type Reference, targetColumn } from "@churn/contracts";
import { binCounts } from "@churn/metrics";
import { inWorkFolder } from "@churn/runtime";
import { Tables } from "@churn/tables";
import { countCurrent } from "./count-current.ts";
import { distributions } from "./distributions.ts";
import { driftChecks } from "./drift-checks.ts";
import { performance } from "./performance.ts";
import { readCurrent, writeScorable } from "./read-current.ts";
import { whyDrift } from "./why-drift.ts";

/** A bundle with all that drift is measured by. */
export type DriftReference = {
  readonly bundle: Bundle;
  readonly scorer: Scorer;
  readonly reference: Reference & { readonly scores: NonNullable<Reference["scores"]> };
  readonly version: number | null;
};

/**
 * Holds customers of today against those that a model was trained on, its scores against those of the held-out
 * customers, and, where labels came back, the model against its gates.
 *
 * @param path - a table of customers, or a folder of logged requests
 * @throws PipelineError when the customers can't be read
 */
export async function detectDrift(
  path: string,
  { bundle, scorer, reference, version }: DriftReference,
  dataset: Dataset,
  thresholds: DriftParams,
): Promise<DriftReport> {
  const { signature, lineage, modelDigest } = bundle;
  return inWorkFolder("churn-drift-", (work) =>
    Tables.spilling(work, async (tables) => {
      const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
      const source = { path, kind: isFolder ? "requests" : "table" } as const;
      const { kind, broken, hasLabels } = await readCurrent(tables, source, signature, targetColumn(dataset));
      const counts = await countCurrent(tables, signature.inputs, reference);
      const scorable = join(work, "scorable.parquet");
      await writeScorable(tables, scorable, signature.inputs);
      const scored = await scoreCustomers(tables, scorable, scorer);
      const scores = binCounts(scored.yScore, reference.scores.edges);
      const isEnough = counts.rows >= thresholds.minRows;
      const labelled =
        isEnough && hasLabels ? await performance(tables, scorable, scored, dataset, signature, lineage.gates) : null;
      const [all] = labelled ?? [];
      const churned = all ? { column: signature.target, rows: all.rows, churners: all.churners } : null;
      const checks = isEnough ? driftChecks(reference, counts, scores, churned, thresholds) : [];
      const why = whyDrift(checks, labelled ?? []);
      return {
        verdict: isEnough ? (why.length > 0 ? "drift" : "no drift") : "not enough rows",
        why,
        thresholds,
        reference: { dataset: dataset.name, modelDigest, version, rows: reference.rows },
        current: { source: path, kind, rows: counts.rows, broken, scored: scored.rows.length },
        checks,
        distributions: isEnough ? await distributions(tables, reference, counts, scores) : [],
        performance: labelled,
      };
    }),
  );
}
