import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  boundsOf,
  Comparison,
  type Dataset,
  Decision,
  EvalMetrics,
  FEATURE_FILES,
  gatesOf,
  type Lineage,
  type PipelineParams,
  PREDICTING_FILES,
  Reference,
  type SliceMetrics,
  Slices,
  Split,
  TransformerState,
} from "@churn/contracts";
import { loadTensorFlow, readChurnModel, type TensorFlow } from "@churn/model";
import {
  digestOf,
  evaluatedDigests,
  gitState,
  hashFile,
  hashFiles,
  readBytes,
  readEnvironment,
  readJson,
  requireFile,
  writeBytes,
  writeJson,
} from "@churn/runtime";
import { FeatureTable, Tables } from "@churn/tables";
import { readDataPin } from "./data-pin.ts";
import { lineageOf } from "./lineage.ts";
import { modelCard } from "./model-card.ts";
import { requireDecision, requireOneDataset } from "./release.ts";
import { requireTrainedWith } from "./require-trained-with.ts";
import { scoreReference } from "./score-reference.ts";
import { sealGolden } from "./seal-golden.ts";
import { signatureOf } from "./signature.ts";
import { machine, versions } from "./versions.ts";

const FIX = "run `npx dvc repro`, which writes it";

type Inputs = {
  readonly features: string;
  readonly model: string;
  readonly evaluation: string;
  readonly decision: string;
};

/** A bundle that was sealed, and what was read for it: the scores, and what the gate has judged. */
export type Sealed = {
  readonly lineage: Lineage;
  readonly goldenRows: number;
  readonly tf: TensorFlow;
  /** Labels and scores of the held-out customers. */
  readonly scored: { readonly yTrue: Float32Array; readonly yScore: Float32Array };
  readonly judged: {
    readonly metrics: EvalMetrics;
    readonly slices: readonly SliceMetrics[];
    readonly comparison: Comparison;
  };
};

/**
 * Seals a bundle into the folder `release`.
 *
 * @throws PipelineError when the gate did not say yes to exactly these bytes, or when raw rows score otherwise than
 * the features that were judged
 */
export async function sealRelease(
  dataset: Dataset,
  inputs: Inputs,
  release: string,
  params: PipelineParams,
): Promise<Sealed> {
  const decision = await readJson(inputs.decision, Decision, FIX);
  const file = (name: keyof typeof FEATURE_FILES) => join(inputs.features, FEATURE_FILES[name]);
  for (const name of ["test", "holdout"] as const) requireFile(file(name), FIX);
  const evaluation = (name: string) => join(inputs.evaluation, name);
  const metrics = await readJson(evaluation("eval_metrics.json"), EvalMetrics, FIX);
  const slices = await readJson(evaluation("slices.json"), Slices, FIX);
  const comparison = await readJson(evaluation("comparison.json"), Comparison, FIX);
  const state = await readJson(file("transformer"), TransformerState, FIX);
  const split = await readJson(file("split"), Split, FIX);
  const reference = await readJson(file("reference"), Reference, FIX);
  const hashes = {
    eval_metrics: await hashFile(evaluation("eval_metrics.json"), "sha256"),
    slices: await hashFile(evaluation("slices.json"), "sha256"),
    comparison: await hashFile(evaluation("comparison.json"), "sha256"),
  };
  const evaluated = await evaluatedDigests(inputs);
  requireDecision(decision, { evaluated, metrics: hashes, bounds: boundsOf(gatesOf(params)) }, inputs.decision);
  await requireTrainedWith(inputs.model, params.train);
  requireOneDataset(dataset.name, { features: split.dataset, transformer: state.dataset }, inputs.features);

  const signature = signatureOf(dataset, metrics.threshold);
  const { tf, backend } = await loadTensorFlow(readEnvironment().TFJS_BACKEND);
  const model = await readChurnModel(tf, inputs.model, FIX);
  const { golden, scored } = await Tables.inMemory(async (tables) => ({
    golden: await sealGolden(tables, dataset, state, model, inputs.features),
    scored: await (await FeatureTable.open(tables, file("test"))).score(model),
  }));

  mkdirSync(release, { recursive: true });
  const copy = async (from: string, name: string) => writeBytes(join(release, name), await readBytes(from, FIX));
  for (const name of ["model.json", "weights.bin"]) await copy(join(inputs.model, name), name);
  await copy(file("transformer"), FEATURE_FILES.transformer);
  writeJson(join(release, FEATURE_FILES.reference), { ...reference, scores: scoreReference(scored.yScore) });
  writeJson(join(release, "signature.json"), signature);
  writeJson(join(release, "golden.json"), golden);

  const lineage = lineageOf({
    modelDigest: digestOf(await hashFiles(release, PREDICTING_FILES)),
    git: await gitState(),
    md5: split.md5,
    splitSalt: dataset.splitSalt,
    pin: await readDataPin(),
    params,
    metrics,
    decision,
    comparison,
    inputs: { ...evaluated, ...hashes, decision: await hashFile(inputs.decision, "sha256") },
    versions: await versions(tf),
    backend,
    machine: machine(),
  });
  writeJson(join(release, "lineage.json"), lineage);
  const card = modelCard({ dataset, signature, metrics, slices, split, reference, lineage });
  writeBytes(join(release, "MODEL_CARD.md"), card);
  return { lineage, goldenRows: golden.length, tf, scored, judged: { metrics, slices, comparison } };
}
