import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { Comparison, Decision, EvalMetrics, Slices } from "@churn/contracts";
import { evaluatedDigests, hashFile, readJson, readParams, readText } from "@churn/runtime";
import { parse } from "yaml";
import { z } from "zod";
import { baseOf, dataAt } from "./at-revision.ts";
import type { Findings } from "./findings.ts";
import { lockBehind } from "./lock-behind.ts";

const FILES = {
  metrics: "metrics/eval_metrics.json",
  slices: "metrics/slices.json",
  comparison: "metrics/comparison.json",
  decision: "artifacts/decision.json",
  roc: "metrics/plots/roc.json",
  statuses: "artifacts/status",
};
const Pin = z.object({
  meta: z.record(z.string(), z.unknown()).default({}),
  outs: z.tuple([z.object({ md5: z.string(), size: z.number() })]),
});
const Roc = z.array(z.object({ fpr: z.number(), tpr: z.number() }));
const Status = z.object({ stage: z.string(), exitCode: z.int(), message: z.string(), finishedAt: z.string() });

/** Reads what a run has left here, and what a commit has: what is of another run than the model is left out. */
export async function find(
  revision: string,
  {
    minimum,
    testsFailed,
    links,
    madeElsewhere,
  }: Pick<Findings, "minimum" | "testsFailed" | "links"> & { madeElsewhere: boolean },
): Promise<Findings> {
  const found = await readIf(FILES.metrics, EvalMetrics);
  const metrics = madeElsewhere ? found : await ofThisModel(found);
  const { commit, name: base } = await baseOf(revision);
  const pinOf = (value: unknown) => {
    const pin = Pin.safeParse(value).data;
    return pin ? { md5: pin.outs[0].md5, size: pin.outs[0].size, meta: pin.meta } : null;
  };
  return {
    base,
    baseIsHere: commit !== null,
    minimum,
    testsFailed,
    links,
    params: await readParams(),
    metrics,
    slices: (metrics && (await readIf(FILES.slices, Slices))) ?? [],
    comparison: metrics && (await readIf(FILES.comparison, Comparison)),
    decision: metrics && (await ofTheseMetrics(await readIf(FILES.decision, Decision))),
    roc: (metrics && (await readIf(FILES.roc, Roc))) ?? [],
    stopped: await stopped(),
    baseMetrics: EvalMetrics.safeParse(await dataAt(commit, FILES.metrics)).data ?? null,
    baseParams: await dataAt(commit, "params.yaml"),
    pin: pinOf(parse(await readText("data.dvc", "restore it from git: git checkout data.dvc"))),
    basePin: pinOf(await dataAt(commit, "data.dvc")),
    behind: lockBehind(
      await dataAt("HEAD", "dvc.lock"),
      existsSync("dvc.lock") ? parse(await readText("dvc.lock", "")) : null,
    ),
  };
}

const readIf = async <S extends z.ZodType>(path: string, schema: S): Promise<z.infer<S> | null> =>
  existsSync(path) ? readJson(path, schema, "run `npx dvc repro`, which writes it") : null;

/** Metrics are committed: in a run that did not come to evaluate they are those of another model. */
async function ofThisModel(metrics: EvalMetrics | null): Promise<EvalMetrics | null> {
  const [model, features] = ["artifacts/model", "artifacts/features"];
  if (!metrics || !existsSync(model) || !existsSync(features)) return null;
  const now = await evaluatedDigests({ model, features });
  return now.model === metrics.evaluated.model && now.features === metrics.evaluated.features ? metrics : null;
}

async function ofTheseMetrics(decision: Decision | null): Promise<Decision | null> {
  if (!decision) return null;
  return decision.metrics.eval_metrics === (await hashFile(FILES.metrics, "sha256")) ? decision : null;
}

/** The last stage to end, where it did not end well. */
async function stopped(): Promise<Findings["stopped"]> {
  if (!existsSync(FILES.statuses)) return null;
  const names = (await readdir(FILES.statuses)).filter((name) => name.endsWith(".json"));
  const all = await Promise.all(names.map((name) => readIf(join(FILES.statuses, name), Status)));
  const last = all
    .filter((status) => status !== null)
    .toSorted((a, b) => a.finishedAt.localeCompare(b.finishedAt))
    .at(-1);
  return last && last.exitCode !== 0 ? { stage: last.stage, message: last.message } : null;
}
