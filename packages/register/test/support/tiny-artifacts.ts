import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  type Comparison,
  type Decision,
  type EvalMetrics,
  FEATURE_FILES,
  METRIC_NAMES,
  type MetricName,
} from "@churn/contracts";
import { type Columns, FeatureTransformer, fitTransformer } from "@churn/features";
import { buildNetwork, ChurnModel, loadTensorFlow } from "@churn/model";
import { digestOfJson, evaluatedDigests, hashFile, writeBytes, writeJson, writeSeal } from "@churn/runtime";
import { sqlString, Tables } from "@churn/tables";
import { sealRelease } from "../../src/seal-release.ts";
import { type TinyCustomer, tinyCustomers, tinyDataset, tinyParams } from "./tiny-dataset.ts";

const of = <T>(value: (name: MetricName) => T) =>
  Object.fromEntries(METRIC_NAMES.map((name) => [name, value(name)])) as Record<MetricName, T>;

/** What the stages before release leave behind, in a folder: features/, model/, metrics/, decision.json. */
export class TinyArtifacts {
  readonly inputs: { features: string; model: string; evaluation: string; decision: string };
  readonly release: string;

  private constructor(folder: string) {
    const at = (name: string) => join(folder, name);
    this.inputs = {
      features: at("features"),
      model: at("model"),
      evaluation: at("metrics"),
      decision: at("decision.json"),
    };
    this.release = at("models/churn");
  }

  static async make(folder: string): Promise<TinyArtifacts> {
    const artifacts = new TinyArtifacts(folder);
    const { features, model, evaluation } = artifacts.inputs;
    for (const path of [features, model, evaluation]) mkdirSync(path, { recursive: true });
    await artifacts.writeModel(await artifacts.writeFeatures(tinyCustomers), tinyParams.train.seed);
    await artifacts.judge();
    return artifacts;
  }

  /** The same in a folder of its own, to be changed at will. */
  copy(folder: string): TinyArtifacts {
    const copy = new TinyArtifacts(folder);
    for (const [name, path] of Object.entries(this.inputs)) {
      cpSync(path, copy.inputs[name as keyof TinyArtifacts["inputs"]], { recursive: true });
    }
    return copy;
  }

  seal(release = this.release) {
    return sealRelease(tinyDataset, this.inputs, release, tinyParams);
  }

  async writeFeatures(customers: readonly TinyCustomer[]): Promise<FeatureTransformer> {
    const file = (name: keyof typeof FEATURE_FILES) => join(this.inputs.features, FEATURE_FILES[name]);
    const columns: Columns = {
      visits: Float64Array.from(customers, ({ visits }) => visits ?? Number.NaN),
      plan: Float64Array.from(customers, ({ plan }) => ["free", "paid"].indexOf(plan)),
      called: Float64Array.from(customers, ({ called }) => called ?? Number.NaN),
    };
    const state = await fitTransformer(
      tinyDataset,
      (async function* () {
        yield columns;
      })(),
    );
    const transformer = new FeatureTransformer(state);
    await Tables.inMemory(async (tables) => {
      const rows = customers.map(({ visits, plan, called, left }, i) => {
        return `('c${i}', ${visits ?? "null"}, '${plan}', ${called ?? "null"}, ${left})`;
      });
      await tables.run(
        `copy (select * from (values ${rows.join(", ")}) as t(id, visits, plan, called, "left"))
         to ${sqlString(file("holdout"))} (format parquet)`,
      );
      const names = [...transformer.names, "left"].map((name) => `"${name}" float`);
      await tables.run(`create table test (${names.join(", ")})`);
      const labels = Float32Array.from(customers, ({ left }) => left);
      await tables.append("test", [[...transformer.transformColumns(columns), labels]]);
      await tables.run(`copy test to ${sqlString(file("test"))} (format parquet)`);
    });
    writeJson(file("transformer"), state);
    writeJson(file("reference"), { rows: customers.length, churnRate: 0.03, columns: {} });
    const rows = { in: 100, train: 60, val: 7, test: customers.length, rejected: 0 };
    writeJson(file("split"), { dataset: "tiny", md5: "0".repeat(32), rows, reasons: {} });
    return transformer;
  }

  async writeModel(transformer: FeatureTransformer, seed: number): Promise<void> {
    const { tf } = await loadTensorFlow();
    const network = buildNetwork(tf, transformer.width, transformer.state, { ...tinyParams.train, seed });
    const files = await new ChurnModel(tf, network).toFiles();
    for (const [name, bytes] of Object.entries(files)) writeBytes(join(this.inputs.model, name), bytes);
    await writeSeal(this.inputs.model, { train: digestOfJson(tinyParams.train) });
  }

  /** Metrics and the gate's decision about what is there now. */
  async judge(passed = true): Promise<void> {
    const { evaluation, decision } = this.inputs;
    const metrics: EvalMetrics = {
      ...of(() => 0.9),
      intervals: of(() => ({ lower: 0.85, upper: 0.95 })),
      rows: tinyCustomers.length,
      churners: 1,
      threshold: tinyParams.evaluate.threshold as number,
      evaluated: await evaluatedDigests(this.inputs),
    };
    const files = {
      eval_metrics: join(evaluation, "eval_metrics.json"),
      slices: join(evaluation, "slices.json"),
      comparison: join(evaluation, "comparison.json"),
    };
    writeJson(files.eval_metrics, metrics);
    writeJson(files.slices, [{ name: "rare | slice", rows: 3, churners: 1, ...of(() => 0.7) }]);
    const comparison: Comparison = {
      status: "no champion",
      why: "a test",
      champion: null,
      customers: { heldOut: tinyCustomers.length, compared: 0 },
      groups: [],
    };
    writeJson(files.comparison, comparison);
    const threshold = passed ? 0.5 : 0.95;
    const judged: Decision = {
      passed,
      checks: [{ metric: "accuracy", slice: null, value: 0.9, threshold, atLeast: true, passed }],
      championChecks: [],
      evaluated: metrics.evaluated,
      metrics: {
        eval_metrics: await hashFile(files.eval_metrics, "sha256"),
        slices: await hashFile(files.slices, "sha256"),
        comparison: await hashFile(files.comparison, "sha256"),
      },
    };
    writeJson(decision, judged);
  }
}
