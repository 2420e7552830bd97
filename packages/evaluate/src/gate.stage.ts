import { join } from "node:path";
import { judgeComparison } from "@churn/champion/judge-comparison";
import { Comparison, type Decision, EvalMetrics, gatesOf, Slices } from "@churn/contracts";
import { defineStage, hashFile, log, readJson, writeJson } from "@churn/runtime";
import { championLine, judge, verdict } from "./gate.ts";

export const gateStage = defineStage({
  name: "gate",
  summary: "decides whether the model may be released; nothing after it runs when it says no",
  inputs: { evaluation: "metrics" },
  outputs: { decision: "artifacts/decision.json" },
  params: ["dataset", "gate"],
  run: async ({ inputs: { evaluation }, outputs, params }) => {
    const fix = "run `npm run evaluate`, which writes it";
    const files = {
      eval_metrics: join(evaluation, "eval_metrics.json"),
      slices: join(evaluation, "slices.json"),
      comparison: join(evaluation, "comparison.json"),
    };
    const metrics = await readJson(files.eval_metrics, EvalMetrics, fix);
    const slices = await readJson(files.slices, Slices, fix);
    const comparison = await readJson(files.comparison, Comparison, fix);
    const gates = gatesOf(params);
    const checks = judge(gates, metrics, slices);
    const championChecks = judgeComparison(comparison, gates.champion);
    const { passed, text } = verdict(checks, championChecks);
    const decision: Decision = {
      passed,
      checks,
      championChecks,
      evaluated: metrics.evaluated,
      metrics: {
        eval_metrics: await hashFile(files.eval_metrics, "sha256"),
        slices: await hashFile(files.slices, "sha256"),
        comparison: await hashFile(files.comparison, "sha256"),
      },
    };
    writeJson(outputs.decision, decision);
    if (!passed) return { failed: text };
    log(text);
    log(championLine(comparison, championChecks));
    return undefined;
  },
});
