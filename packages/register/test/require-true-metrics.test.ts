import type { EvalMetrics, SliceMetrics } from "@churn/contracts";
import { evaluate } from "@churn/metrics";
import { describe, expect, it } from "vitest";
import { requireTrueMetrics } from "../src/require-true-metrics.ts";

const scored = { yTrue: Float32Array.of(1, 0, 1, 0), yScore: Float32Array.of(0.9, 0.2, 0.4, 0.6) };
const metrics = { ...evaluate(scored.yTrue, scored.yScore, 0.5), threshold: 0.5 } as EvalMetrics;
const slice = { name: "first", rows: [0, 1] };
const slices = [
  { name: "first", ...evaluate(Float32Array.of(1, 0), Float32Array.of(0.9, 0.2), 0.5) },
] as SliceMetrics[];

describe("what the gate judged", () => {
  it("passes when the model still scores it", () => {
    expect(() => requireTrueMetrics(scored, metrics, slices, [slice])).not.toThrow();
  });

  it.each([
    { forged: "the accuracy", metrics: { ...metrics, accuracy: 0.97 }, slices, says: "says accuracy 0.97" },
    { forged: "a metric that is gone", metrics: { ...metrics, recall: null }, slices, says: "says recall nothing" },
    { forged: "a slice", metrics, slices: [{ ...slices[0], recall: 0.1 } as SliceMetrics], says: "slices.json, first" },
    { forged: "a slice that is gone", metrics, slices: [], says: "slices.json, first" },
  ])("is refused when somebody wrote $forged", ({ metrics, slices, says }) => {
    expect(() => requireTrueMetrics(scored, metrics, slices, [slice])).toThrow(says);
  });
});
