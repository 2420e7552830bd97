import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { Decision, type EvalMetrics, type Params } from "@churn/contracts";
import { executeStage } from "@churn/runtime";
import { useFolders } from "@churn/runtime/test-support";
import { describe, expect, it, vi } from "vitest";
import { gateStage } from "../src/gate.stage.ts";
import { makeComparison, makeEvalMetrics, makeParams, makeSlice } from "./make-metrics.ts";

const makeFolder = useFolders();

async function decide(
  files: { metrics?: string; slices?: string; comparison?: string } = {},
  gate: Params["gate"][string] = { accuracy: 0.85, roc_auc: 0.88, slices: { young: { recall: 0.6 } } },
) {
  const metrics = files.metrics ?? JSON.stringify(makeEvalMetrics());
  const slices = files.slices ?? JSON.stringify([makeSlice("young")]);
  const comparison = files.comparison ?? JSON.stringify(makeComparison());
  const at = makeFolder({
    "metrics/eval_metrics.json": metrics,
    "metrics/slices.json": slices,
    "metrics/comparison.json": comparison,
  });
  const printed: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => printed.push(String(text)) > 0);
  const params = makeParams({ gate: { subscriptions: gate } });
  const run = executeStage(gateStage, { evaluation: at("metrics") }, { decision: at("decision.json") }, params);
  return { run, at, printed, decision: () => Decision.parse(JSON.parse(readFileSync(at("decision.json"), "utf8"))) };
}
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("the gate as a stage", () => {
  it("writes down that the model may be released, and which bytes were judged", async () => {
    const [metrics, slices] = [JSON.stringify(makeEvalMetrics()), JSON.stringify([makeSlice("young")])];
    const { run, decision } = await decide({ metrics, slices });
    expect(await run).toBeUndefined();
    expect(decision()).toMatchObject({
      passed: true,
      evaluated: makeEvalMetrics().evaluated,
      metrics: {
        eval_metrics: sha256(metrics),
        slices: sha256(slices),
        comparison: sha256(JSON.stringify(makeComparison())),
      },
      championChecks: [],
    });
    expect(decision().checks.map(({ metric, slice }) => [metric, slice])).toEqual([
      ["accuracy", null],
      ["roc_auc", null],
      ["recall", "young"],
    ]);
  });

  it("says no with the numbers, and writes that down too", async () => {
    const { run, decision } = await decide({ metrics: JSON.stringify(makeEvalMetrics({ accuracy: 0.84 })) });
    expect(await run).toEqual({ failed: "QUALITY GATE FAILED:\n  - Accuracy 0.8400 below threshold 0.8500" });
    expect(decision().passed).toBe(false);
  });

  it("says no when a slice falls short", async () => {
    const { run, decision } = await decide({ slices: JSON.stringify([makeSlice("young", { recall: 0.1 })]) });
    expect((await run)?.failed).toContain("Recall 0.1000 below threshold 0.6000 in slice young");
    expect(decision().passed).toBe(false);
  });

  const withChampion = {
    accuracy: 0.85,
    slices: {},
    champion: { roc_auc: 0.005, brier_score: 0.003, confidence: 0.95 },
  };

  it("says no to a model that is worse than the champion by more than is tolerated", async () => {
    const { run, decision } = await decide({ comparison: JSON.stringify(makeComparison(-0.03)) }, withChampion);
    expect(await run).toEqual({
      failed: "QUALITY GATE FAILED:\n  - ROC AUC 0.0300 worse than the champion, tolerated 0.0050 (p < 0.0001)",
    });
    expect(decision()).toMatchObject({
      passed: false,
      championChecks: [
        { metric: "roc_auc", slice: null, difference: -0.03, tolerance: 0.005, passed: false },
        { metric: "roc_auc", slice: "young", pValue: expect.closeTo(0.894, 3), passed: true },
      ],
    });
  });

  it.each([
    { when: "there is no champion", comparison: makeComparison(), says: "No champion to compare with yet" },
    {
      when: "it is not worse",
      comparison: makeComparison(-0.004),
      says: "Not shown to be worse than the champion, version 3",
    },
    {
      when: "the champion can't be compared",
      comparison: { ...makeComparison(0), status: "not comparable", why: "of other customers", groups: [] },
      says: "Not compared with the champion, version 3: of other customers",
    },
  ])("says yes when $when, and says that", async ({ comparison, says }) => {
    const { run, printed } = await decide({ comparison: JSON.stringify(comparison) }, withChampion);
    expect(await run).toBeUndefined();
    expect(printed.join("")).toContain(says);
  });

  it("says yes to a worse model where params.yaml sets no tolerance, and says that", async () => {
    const { run, printed } = await decide({ comparison: JSON.stringify(makeComparison(-0.03)) });
    expect(await run).toBeUndefined();
    expect(printed.join("")).toContain("sets no tolerance");
  });

  it.each<{ when: string; files: { metrics?: string; slices?: string; comparison?: string }; where: string }>([
    { when: "the comparison is not there", files: { comparison: "" }, where: "comparison.json" },
    { when: "a metric is a text", files: { metrics: changed({ accuracy: "0.9" }) }, where: "eval_metrics.json" },
    { when: "a metric is not there", files: { metrics: changed({ accuracy: undefined }) }, where: "eval_metrics.json" },
    { when: "a metric is NaN", files: { metrics: changed({}).replace("0.87123", "NaN") }, where: "eval_metrics.json" },
    { when: "a metric was added", files: { metrics: changed({ accurracy: 1 }) }, where: "eval_metrics.json" },
    {
      when: "it is not said what was judged",
      files: { metrics: changed({ evaluated: undefined }) },
      where: "eval_metrics.json",
    },
    { when: "the slices are cut short", files: { slices: "[{" }, where: "slices.json" },
  ])("decides nothing when $when", async ({ files, where }) => {
    const { run, at } = await decide(files);
    await expect(run).rejects.toMatchObject({
      code: "ARTIFACT_INVALID",
      exitCode: 3,
      where: at("metrics", where),
      fix: "run `npm run evaluate`, which writes it",
    });
    expect(existsSync(at("decision.json"))).toBe(false);
  });
});

function changed(of: Partial<Record<keyof EvalMetrics | "accurracy", unknown>>): string {
  return JSON.stringify({ ...makeEvalMetrics(), ...of });
}
