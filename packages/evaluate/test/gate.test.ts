import type { SliceMetrics } from "@churn/contracts";
import { describe, expect, it } from "vitest";
import { failure, judge, verdict } from "../src/gate.ts";

const gates = { accuracy: 0.85, roc_auc: 0.88, slices: {} };
const textOf = (metrics: object, bounds = gates, slices: SliceMetrics[] = []) =>
  verdict(judge(bounds, metrics, slices)).text;

describe("the gate", () => {
  it("says what was reached when everything was", () => {
    expect(textOf({ accuracy: 0.8712, roc_auc: 0.9123 })).toBe("Quality gates passed: accuracy=0.8712, auc=0.9123");
    expect(textOf({ accuracy: 0.85, roc_auc: 0.88 })).toContain("passed");
  });

  it("names every metric that is too low, with its value and its threshold", () => {
    expect(textOf({ accuracy: 0.84, roc_auc: 0.87 })).toBe(
      [
        "QUALITY GATE FAILED:",
        "  - Accuracy 0.8400 below threshold 0.8500",
        "  - ROC AUC 0.8700 below threshold 0.8800",
      ].join("\n"),
    );
  });

  it.each([
    { what: "missing", roc_auc: undefined },
    { what: "null", roc_auc: null },
    { what: "NaN", roc_auc: Number.NaN },
    { what: "infinite", roc_auc: Number.POSITIVE_INFINITY },
    { what: "text", roc_auc: "0.99" },
    { what: "true", roc_auc: true },
  ])("lets no metric pass that is $what", ({ roc_auc }) => {
    expect(textOf({ accuracy: 0.9, roc_auc })).toContain("ROC AUC is missing or not a number, threshold 0.8800");
  });

  it("takes less for better where a metric is an error", () => {
    const bounds = { ...gates, calibration_error: 0.05 };
    expect(textOf({ accuracy: 0.9, roc_auc: 0.9, calibration_error: 0.04 }, bounds)).toContain("passed");
    expect(textOf({ accuracy: 0.9, roc_auc: 0.9, calibration_error: 0.06 }, bounds)).toContain(
      "Calibration error 0.0600 above threshold 0.0500",
    );
  });

  it("holds each named slice against its own floor, and a slice that is not there against nothing it could pass", () => {
    const bounds = { ...gates, slices: { newcomers: { recall: 0.6 } } };
    const slice = { name: "newcomers", recall: 0.5 } as SliceMetrics;
    const metrics = { accuracy: 0.9, roc_auc: 0.9 };
    expect(textOf(metrics, bounds, [slice])).toContain("Recall 0.5000 below threshold 0.6000 in slice newcomers");
    expect(textOf(metrics, bounds, [])).toContain("Recall is missing or not a number in slice newcomers");
    expect(textOf(metrics, bounds, [{ ...slice, recall: 0.7 }])).toContain("passed");
  });

  it("writes the names of metrics as people do", () => {
    const check = { slice: null, value: 0.1, threshold: 0.2, atLeast: true, passed: false };
    const names = ["roc_auc", "pr_auc", "f1_score", "log_loss"].map(
      (metric) => failure({ metric, ...check }).split(" 0.")[0],
    );
    expect(names).toEqual(["ROC AUC", "PR AUC", "F1 score", "Log loss"]);
  });
});
