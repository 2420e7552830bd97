import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { Decision, type EvalMetrics, type Params } from "@churn/contracts";
import { executeStage } from "@churn/runtime";
import { describe, expect, it, vi } from "vitest";
import { gateStage } from "../src/gate.stage.ts";
import { makeEvalMetrics, makeParams, makeSlice } from "./make-metrics.ts";
import { useFolders } from "./use-folders.ts";

const makeFolder = useFolders();

async function decide(
  files: { metrics?: string; slices?: string } = {},
  gate: Params["gate"][string] = { accuracy: 0.85, roc_auc: 0.88, slices: { young: { recall: 0.6 } } },
) {
  const metrics = files.metrics ?? JSON.stringify(makeEvalMetrics());
  const slices = files.slices ?? JSON.stringify([makeSlice("young")]);
  const at = makeFolder({ "metrics/eval_metrics.json": metrics, "metrics/slices.json": slices });
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const params = makeParams({ gate: { subscriptions: gate } });
  const run = executeStage(gateStage, { evaluation: at("metrics") }, { decision: at("decision.json") }, params);
  return { run, at, decision: () => Decision.parse(JSON.parse(readFileSync(at("decision.json"), "utf8"))) };
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
      metrics: { eval_metrics: sha256(metrics), slices: sha256(slices) },
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

  it.each<{ when: string; files: { metrics?: string; slices?: string }; where: string }>([
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
