import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type BundleDigests, bundleDigests, scoreRows } from "@churn/bundle";
import { defineDataset, type Golden, type Lineage, METRIC_NAMES, type Signature } from "@churn/contracts";
import { FeatureTransformer, fitTransformer } from "@churn/features";
import { buildNetwork, ChurnModel, loadTensorFlow } from "@churn/model";
import { writeBytes, writeJson } from "@churn/runtime";

const dataset = defineDataset({
  name: "shop",
  title: "Customers of a shop",
  description: "one row per customer",
  source: "a test",
  splitSalt: "shop",
  minRows: 1,
  columns: {
    key: { role: "id", type: "text", description: "the customer" },
    visits: {
      role: "feature",
      type: "integer",
      unit: "visits",
      range: [0, 50],
      missing: { means: "never came", encodeAs: "median" },
      description: "visits",
    },
    spent: {
      role: "feature",
      type: "decimal",
      unit: "euro",
      range: [0, 100],
      missing: "forbidden",
      description: "spent",
    },
    plan: {
      role: "feature",
      type: "category",
      categories: ["free", "paid"],
      missing: "forbidden",
      description: "plan",
    },
    called: { role: "feature", type: "flag", missing: "forbidden", description: "called" },
    left: { role: "target", type: "label", positive: "1", negative: "0", rate: [0, 1], description: "1: left" },
  },
  slices: [],
});

const signature: Signature = {
  dataset: "shop",
  id: "key",
  target: "left",
  threshold: 0.5,
  inputs: [
    { name: "visits", type: "integer", description: "visits", range: [0, 50], missing: "never came" },
    { name: "spent", type: "decimal", description: "spent", range: [0, 100] },
    { name: "plan", type: "category", description: "plan", categories: ["free", "paid"] },
    { name: "called", type: "flag", description: "called" },
  ],
};

const rows: Golden[number]["row"][] = Array.from({ length: 12 }, (_, i) => ({
  visits: i === 3 ? null : 4 * i,
  spent: 7.5 * i,
  plan: i % 2 === 0 ? "free" : "paid",
  called: i % 3 === 0 ? 1 : 0,
}));

/** A whole bundle with a network that nobody has trained; another seed makes another model. */
export async function makeBundle(
  folder: string,
  seed = 1,
): Promise<{ folder: string; digests: BundleDigests; signature: Signature }> {
  const values = (name: string) => Float64Array.from(rows, (row) => Number(row[name] ?? Number.NaN));
  const columns = {
    visits: values("visits"),
    spent: values("spent"),
    plan: Float64Array.from(rows, ({ plan }) => ["free", "paid"].indexOf(String(plan))),
    called: values("called"),
  };
  const state = await fitTransformer(
    dataset,
    (async function* () {
      yield columns;
    })(),
  );
  const { tf, backend } = await loadTensorFlow();
  const params = {
    seed,
    hiddenUnits: [4],
    activation: "relu",
    piecewiseLinearPieces: 0,
    dropout: 0,
    learningRate: 0.01,
    batchSize: 8,
    epochs: 1,
    patience: 1,
  } as const;
  const network = buildNetwork(tf, new FeatureTransformer(state).width, state, { ...params, hiddenUnits: [4] });
  const model = new ChurnModel(tf, network);
  const scores = scoreRows(state, model, rows);

  mkdirSync(folder, { recursive: true });
  const write = (name: string, value: unknown) => writeJson(join(folder, name), value);
  for (const [name, bytes] of Object.entries(await model.toFiles())) writeBytes(join(folder, name), bytes);
  write("transformer.json", state);
  write("signature.json", signature);
  write(
    "golden.json",
    rows.map((row, i) => ({ row, score: scores[i] })),
  );
  write("reference.json", {
    rows: 12,
    churnRate: 0.1,
    columns: {
      visits: { missingShare: 0.1, edges: [10, 30], shares: [0.3, 0.4, 0.3] },
      spent: { missingShare: 0, edges: [50], shares: [0.5, 0.5] },
      plan: { missingShare: 0, categories: ["free", "paid"], shares: [0.5, 0.5] },
      called: { missingShare: 0, categories: ["0", "1"], shares: [0.7, 0.3] },
    },
  });
  writeBytes(join(folder, "MODEL_CARD.md"), "# A test\n");
  write("lineage.json", lineage("0".repeat(64), backend));
  const { modelDigest } = await bundleDigests(folder);
  write("lineage.json", lineage(modelDigest, backend));
  return { folder, digests: await bundleDigests(folder), signature };
}

const lineage = (modelDigest: string, backend: Lineage["backend"]): Lineage => ({
  modelDigest,
  git: { commit: null, branch: null, dirty: true },
  data: { md5: "", pinned: false, meta: {}, splitSalt: "" },
  params: {},
  inputs: {},
  metrics: Object.fromEntries(METRIC_NAMES.map((name) => [name, null])) as Lineage["metrics"],
  gates: [{ metric: "accuracy", slice: null, value: 1, threshold: 0, atLeast: true, passed: true }],
  comparison: { champion: null, status: "no champion", why: "a test" },
  evaluated: { model: "", features: "" },
  versions: {},
  backend,
  machine: { platform: "", cpu: "", flags: [] },
});
