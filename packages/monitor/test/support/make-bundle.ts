import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleDigests, scoreRows } from "@churn/bundle";
import {
  type Dataset,
  featureColumns,
  type Lineage,
  METRIC_NAMES,
  RELEASE_FILES,
  type Reference,
  targetColumn,
} from "@churn/contracts";
import { fitTransformer } from "@churn/features";
import { binCounts, quantile } from "@churn/metrics";
import { buildNetwork, ChurnModel, loadTensorFlow } from "@churn/model";
import { writeJson } from "@churn/runtime";
import { valuesOf } from "@churn/tables";
import { type Customer, makeCustomers } from "./make-customers.ts";

const ROWS = 10_000;
const none = "0".repeat(64);
const train = {
  hiddenUnits: [4],
  activation: "relu",
  piecewiseLinearPieces: 0,
  dropout: 0,
  learningRate: 0.01,
} as const;

/** A bundle whose network nobody has trained, and the reference of 10,000 customers that `makeCustomers` makes. */
export async function makeBundle(
  folder: string,
  dataset: Dataset,
  gates: Lineage["gates"] = [gate(0.01)],
  goldenError = 0,
) {
  const customers = makeCustomers(dataset, ROWS, 1);
  const columns = featureColumns(dataset);
  const batch = Object.fromEntries(
    columns.map((column) => {
      const codes = column.type === "category" ? column.categories : undefined;
      const number = (value: unknown) => (codes ? codes.indexOf(value as string) : (value as number));
      const values = customers.map((row) => (row[column.name] === null ? Number.NaN : number(row[column.name])));
      return [column.name, Float64Array.from(values)];
    }),
  );
  const state = await fitTransformer(
    dataset,
    (async function* () {
      yield batch;
    })(),
  );
  const { tf } = await loadTensorFlow();
  const width = state.columns.reduce(
    (sum, c) => sum + (c.kind === "category" ? c.categories.length : 1) + (c.missing ? 1 : 0),
    0,
  );
  const network = buildNetwork(tf, width, state, {
    ...train,
    hiddenUnits: [4],
    seed: 1,
    batchSize: 8,
    epochs: 1,
    patience: 1,
  });
  const model = new ChurnModel(tf, network);
  const scores = Float64Array.from(scoreRows(state, model, customers)).sort();
  const label = targetColumn(dataset);
  const reference: Reference = {
    rows: ROWS,
    churnRate: customers.filter((row) => row[label.name] === label.positive).length / ROWS,
    columns: Object.fromEntries(
      columns.map((column) => [column.name, distribution(column.name, valuesOf(column), customers)]),
    ),
    scores: { rows: ROWS, ...binned(scores) },
  };

  for (const name of RELEASE_FILES) writeFileSync(join(folder, name), name);
  for (const [name, bytes] of Object.entries(await model.toFiles())) writeFileSync(join(folder, name), bytes);
  writeJson(join(folder, "transformer.json"), state);
  writeJson(join(folder, "reference.json"), reference);
  writeJson(join(folder, "signature.json"), {
    dataset: dataset.name,
    id: "id",
    target: label.name,
    threshold: 0.5,
    inputs: columns.map(({ name, type, description, missing, ...column }) => ({
      name,
      type,
      description,
      ...("range" in column ? { range: column.range, unit: column.unit } : {}),
      ...("categories" in column ? { categories: column.categories } : {}),
      ...(typeof missing === "object" ? { missing: missing.means } : {}),
    })),
  });
  const golden = customers.slice(0, 3).map((row) => Object.fromEntries(columns.map(({ name }) => [name, row[name]])));
  const goldenScores = scoreRows(state, model, golden as Customer[]);
  writeJson(
    join(folder, "golden.json"),
    golden.map((row, i) => ({ row, score: (goldenScores[i] as number) + goldenError })),
  );
  const { modelDigest } = await bundleDigests(folder);
  writeJson(join(folder, "lineage.json"), {
    modelDigest,
    git: { commit: "c0ffee", branch: "main", dirty: false },
    data: { md5: "", pinned: true, meta: {}, splitSalt: dataset.splitSalt },
    params: {},
    inputs: {},
    metrics: Object.fromEntries(METRIC_NAMES.map((name) => [name, 0.9])) as Lineage["metrics"],
    gates,
    comparison: { champion: null, status: "no champion", why: "the first" },
    evaluated: { model: none, features: none },
    versions: {},
    backend: "native",
    machine: { platform: "linux-x64", cpu: "a processor", flags: [] },
  } satisfies Lineage);
  return folder;
}

export const gate = (threshold: number, slice: string | null = null): Lineage["gates"][number] => {
  return { metric: "accuracy", slice, value: threshold, threshold, atLeast: true, passed: true };
};

function distribution(name: string, values: readonly string[], customers: readonly Customer[]) {
  const present = customers.map((row) => row[name]).filter((value) => value !== null);
  const missingShare = 1 - present.length / customers.length;
  if (values.length === 0) return { missingShare, ...binned(Float64Array.from(present as number[]).sort()) };
  const shares = values.map((value) => present.filter((one) => String(one) === value).length / present.length);
  return { missingShare, categories: [...values], shares };
}

function binned(sorted: Float64Array) {
  const edges = [0.2, 0.4, 0.6, 0.8].map((share) => quantile(sorted, share));
  return { edges, shares: binCounts(sorted, edges).map((count) => count / sorted.length) };
}
