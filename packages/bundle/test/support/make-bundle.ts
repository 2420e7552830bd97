import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Golden, type Lineage, METRIC_NAMES, type Signature, type TrainParams } from "@churn/contracts";
import { buildNetwork, ChurnModel, loadTensorFlow } from "@churn/model";
import { writeBytes, writeJson } from "@churn/runtime";
import { type BundleDigests, bundleDigests, scoreRows } from "../../src/index.ts";
import { makeCustomer, reference, signature, state } from "./shop.ts";

export type MadeBundle = BundleDigests & { readonly folder: string };

const train: TrainParams = {
  seed: 1,
  hiddenUnits: [8, 4],
  activation: "relu",
  piecewiseLinearPieces: 4,
  dropout: 0,
  learningRate: 0.01,
  batchSize: 8,
  epochs: 1,
  patience: 1,
};

type Changes = { readonly seed?: number; readonly signature?: Partial<Signature>; readonly card?: string };

/** A whole and sealed bundle of a network that nobody has trained; another `seed` is another model. */
export async function makeBundle(folder: string, changes: Changes = {}): Promise<MadeBundle> {
  const { tf } = await loadTensorFlow();
  mkdirSync(folder, { recursive: true });
  const at = (name: string) => join(folder, name);
  const model = new ChurnModel(tf, buildNetwork(tf, 12, state, { ...train, seed: changes.seed ?? 1 }));
  const rows = [makeCustomer(), makeCustomer({ visits: 40, bought: null }), makeCustomer({ plan: "paid", called: 1 })];
  const golden = rows.map(({ id, ...row }) => row as Golden[number]["row"]);
  const scores = scoreRows(state, model, golden);
  for (const [name, bytes] of Object.entries(await model.toFiles())) writeBytes(at(name), bytes);
  model.dispose();
  writeJson(at("transformer.json"), state);
  writeJson(at("reference.json"), reference);
  writeJson(at("signature.json"), { ...signature, ...changes.signature });
  writeJson(
    at("golden.json"),
    golden.map((row, i) => ({ row, score: scores[i] })),
  );
  writeFileSync(at("MODEL_CARD.md"), changes.card ?? "# A model\n");
  return resealBundle(folder);
}

/** Seals what is in the folder now, changed or not. */
export async function resealBundle(folder: string): Promise<MadeBundle> {
  const path = join(folder, "lineage.json");
  writeFileSync(path, "{}");
  const { modelDigest } = await bundleDigests(folder);
  writeJson(path, makeLineage(modelDigest));
  return { folder, ...(await bundleDigests(folder)) };
}

const none = "0".repeat(64);

const makeLineage = (modelDigest: string): Lineage => ({
  modelDigest,
  git: { commit: "c0ffee", branch: "main", dirty: false },
  data: { md5: "0".repeat(32), pinned: true, meta: {}, splitSalt: "shop" },
  params: {},
  inputs: {},
  metrics: Object.fromEntries(METRIC_NAMES.map((name) => [name, 0.9])) as Lineage["metrics"],
  gates: [{ metric: "accuracy", slice: null, value: 0.9, threshold: 0.8, atLeast: true, passed: true }],
  comparison: { champion: null, status: "no champion", why: "the first" },
  evaluated: { model: none, features: none },
  versions: {},
  backend: "native",
  machine: { platform: "linux-x64", cpu: "a processor", flags: [] },
});
