import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleDigests } from "@churn/bundle";
import { defineDataset, METRIC_NAMES, RELEASE_FILES, type Signature, type TransformerState } from "@churn/contracts";
import { buildNetwork, ChurnModel, loadTensorFlow } from "@churn/model";
import { writeJson } from "@churn/runtime";

export const shop = defineDataset({
  name: "shop",
  title: "Shop customers",
  description: "One row per customer",
  source: "a test",
  splitSalt: "today",
  minRows: 1,
  columns: {
    id: { role: "id", type: "text", description: "the customer" },
    visits: {
      role: "feature",
      type: "integer",
      unit: "visits",
      range: [0, 50],
      missing: "forbidden",
      description: "in a year",
    },
    plan: {
      role: "feature",
      type: "category",
      categories: ["free", "paid", "gold"],
      missing: { means: "not chosen yet", encodeAs: 0 },
      description: "what the customer pays for",
    },
    called: { role: "feature", type: "flag", missing: "forbidden", description: "1: called support" },
    left: { role: "target", type: "label", positive: "1", negative: "0", rate: [0, 1], description: "1: left" },
  },
  slices: [{ by: "plan" }, { name: "rare", column: "visits", below: 1 }],
});

const state: TransformerState = {
  dataset: "shop",
  columns: [
    {
      kind: "number",
      column: "visits",
      mean: 10,
      scale: 5,
      missing: null,
      quantiles: Array.from({ length: 33 }, (_, i) => i),
    },
    { kind: "category", column: "plan", categories: ["free", "paid"], missing: { fill: 0 } },
    { kind: "flag", column: "called", missing: null },
  ],
};
const signature: Signature = {
  dataset: "shop",
  id: "id",
  target: "left",
  threshold: 0.5,
  inputs: [
    { name: "visits", type: "integer", description: "", unit: "visits", range: [0, 50] },
    { name: "plan", type: "category", description: "", categories: ["free", "paid"], missing: "not chosen yet" },
    { name: "called", type: "flag", description: "" },
  ],
};
const none = "0".repeat(64);
const train = {
  seed: 1,
  hiddenUnits: [4],
  activation: "relu",
  piecewiseLinearPieces: 0,
  dropout: 0,
  learningRate: 0.01,
  batchSize: 8,
  epochs: 1,
  patience: 1,
} as const;

export const { tf } = await loadTensorFlow();
/** A network that nobody has trained; it knows two of the contract's three plans. */
export const makeScorer = (seed = 1) => ({
  state,
  model: new ChurnModel(tf, buildNetwork(tf, 5, state, { ...train, hiddenUnits: [4], seed })),
});

type Changed = { salt?: string; testFraction?: number; signature?: Partial<Signature> };

/** champion.json in `folder`, and beside it the bundle that it names, of another time's contract. */
export async function makeChampion(folder: string, changed: Changed = {}): Promise<string> {
  const bundle = join(folder, "artifacts/champion");
  mkdirSync(bundle, { recursive: true });
  for (const name of RELEASE_FILES) writeFileSync(join(bundle, name), name);
  for (const [name, bytes] of Object.entries(await makeScorer().model.toFiles())) {
    writeFileSync(join(bundle, name), bytes);
  }
  writeJson(join(bundle, "transformer.json"), state);
  writeJson(join(bundle, "signature.json"), { ...signature, ...changed.signature });
  const { modelDigest } = await bundleDigests(bundle);
  writeJson(join(bundle, "lineage.json"), {
    modelDigest,
    git: { commit: "c0ffee", branch: "main", dirty: false },
    data: { md5: "", pinned: true, meta: {}, splitSalt: changed.salt ?? shop.splitSalt },
    params: { preprocess: { validationFraction: 0.1, testFraction: changed.testFraction ?? 0.3 } },
    inputs: {},
    metrics: Object.fromEntries(METRIC_NAMES.map((name) => [name, 0.9])),
    gates: [{ metric: "accuracy", slice: null, value: 0.9, threshold: 0.8, atLeast: true, passed: true }],
    comparison: { champion: null, status: "no champion", why: "the first" },
    evaluated: { model: none, features: none },
    versions: {},
    backend: "native",
    machine: { platform: "linux-x64", cpu: "a processor", flags: [] },
  });
  const path = join(folder, "champion.json");
  writeJson(path, { champion: { version: 3, modelDigest } });
  return path;
}
