import { describe, expect, it } from "vitest";
import { countChurners, evaluate, metricIntervals } from "../src/evaluate.ts";

const yTrue = Float32Array.of(1, 1, 1, 0, 0, 0, 0, 0);
const yScore = Float32Array.of(0.9, 0.8, 0.3, 0.6, 0.4, 0.2, 0.1, 0.1);

describe("evaluate", () => {
  it("counts decisions at the threshold and ranks without it", () => {
    const metrics = evaluate(yTrue, yScore, 0.5);
    expect(metrics).toMatchObject({
      accuracy: 6 / 8,
      precision: 2 / 3,
      recall: 2 / 3,
      f1_score: 2 / 3,
      roc_auc: 13 / 15,
    });
    expect(evaluate(yTrue, yScore, 0.7)).toMatchObject({ accuracy: 7 / 8, precision: 1, roc_auc: metrics.roc_auc });
  });

  it.each([
    { group: "without rows", labels: [], nulls: ["accuracy", "roc_auc", "recall", "log_loss", "calibration_error"] },
    { group: "of stayers only", labels: [0, 0], nulls: ["roc_auc", "recall", "f1_score", "pr_auc"] },
    { group: "of churners only", labels: [1, 1], nulls: ["roc_auc"] },
  ])("says null, not a number, where a group $group has none to give", ({ labels, nulls }) => {
    const metrics = evaluate(Float32Array.from(labels), new Float32Array(labels.length).fill(0.3), 0.5);
    expect(Object.entries(metrics).flatMap(([name, value]) => (value === null ? [name] : []))).toEqual(
      expect.arrayContaining(nulls),
    );
    expect(Object.values(metrics).some(Number.isNaN)).toBe(false);
  });

  it("puts every value into its interval", () => {
    const metrics = evaluate(yTrue, yScore, 0.5);
    const intervals = Object.entries(metricIntervals(yTrue, yScore, 0.5));
    for (const [name, interval] of intervals) {
      if (interval === null) continue;
      const value = metrics[name as keyof typeof metrics] as number;
      expect(interval.lower, name).toBeLessThanOrEqual(value);
      expect(interval.upper, name).toBeGreaterThanOrEqual(value);
    }
    expect(intervals.filter(([, interval]) => interval === null).map(([name]) => name)).toEqual(["calibration_error"]);
  });

  it("counts churners", () => expect(countChurners(yTrue)).toBe(3));
});
