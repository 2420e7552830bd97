import { ERROR_METRICS, type GateParams, METRIC_NAMES } from "@churn/contracts";
import { describe, expect, it } from "vitest";
import { judge, verdict } from "../src/gate.ts";
import { makeMetrics, makeSlice } from "./make-metrics.ts";

const lesson: GateParams = { accuracy: 0.85, roc_auc: 0.88, slices: {} };
const say = (gates: GateParams, metrics: Record<string, unknown>, slices = [makeSlice("young")]) =>
  verdict(judge(gates, metrics, slices));

describe("a gate", () => {
  it("is passed in the lesson's words", () => {
    expect(say(lesson, makeMetrics({ accuracy: 0.8712, roc_auc: 0.9123 }))).toEqual({
      passed: true,
      text: "Quality gates passed: accuracy=0.8712, auc=0.9123",
    });
  });

  it("fails in the lesson's words", () => {
    expect(say(lesson, makeMetrics({ accuracy: 0.84, roc_auc: 0.87 }))).toEqual({
      passed: false,
      text: "QUALITY GATE FAILED:\n  - Accuracy 0.8400 below threshold 0.8500\n  - ROC AUC 0.8700 below threshold 0.8800",
    });
  });

  it("fails for one metric alone, and names no other", () => {
    expect(say(lesson, makeMetrics({ roc_auc: 0.87 })).text).toBe(
      "QUALITY GATE FAILED:\n  - ROC AUC 0.8700 below threshold 0.8800",
    );
  });

  it.each(METRIC_NAMES)("may be set on %s: its bound passes, a little worse does not", (metric) => {
    const worse = ERROR_METRICS.includes(metric) ? 0.500001 : 0.499999;
    const passed = (value: number) => say({ [metric]: 0.5, slices: {} }, makeMetrics({ [metric]: value })).passed;
    expect([passed(0.5), passed(worse), passed(1 - worse)]).toEqual([true, false, true]);
  });

  it("of an error is an upper bound", () => {
    expect(say({ calibration_error: 0.08, slices: {} }, makeMetrics({ calibration_error: 0.1 })).text).toBe(
      "QUALITY GATE FAILED:\n  - Calibration error 0.1000 above threshold 0.0800",
    );
  });

  it.each([
    { value: undefined },
    { value: null },
    { value: NaN },
    { value: Infinity },
    { value: -Infinity },
    { value: "0.99" },
    { value: true },
    { value: [0.99] },
    { value: {} },
  ])("fails when the metric is $value", ({ value }) => {
    expect(say(lesson, { ...makeMetrics(), accuracy: value })).toEqual({
      passed: false,
      text: "QUALITY GATE FAILED:\n  - Accuracy is missing or not a number, threshold 0.8500",
    });
  });

  it("fails for an error that is not a number", () => {
    expect(say({ log_loss: 1, slices: {} }, { log_loss: null }).passed).toBe(false);
  });

  it("judges nothing that it was not asked to", () => {
    expect(judge(lesson, makeMetrics({ recall: 0 }), []).map(({ metric }) => metric)).toEqual(["accuracy", "roc_auc"]);
  });
});

describe("a slice's gate", () => {
  const gates: GateParams = { roc_auc: 0.88, slices: { young: { recall: 0.6, roc_auc: 0.7 } } };

  it("is passed without a word about it", () => {
    expect(say(gates, makeMetrics())).toEqual({ passed: true, text: "Quality gates passed: auc=0.9123" });
  });

  it("fails although the model as a whole is good enough", () => {
    expect(say(gates, makeMetrics(), [makeSlice("young", { recall: 0.55 })])).toEqual({
      passed: false,
      text: "QUALITY GATE FAILED:\n  - Recall 0.5500 below threshold 0.6000 in slice young",
    });
  });

  it.each([
    { when: "the slice is not there", slices: [] },
    { when: "another slice is there", slices: [makeSlice("old")] },
    { when: "the slice has no such metric", slices: [makeSlice("young", { recall: null, roc_auc: null })] },
  ])("fails when $when", ({ slices }) => {
    expect(say(gates, makeMetrics(), slices).text).toBe(
      "QUALITY GATE FAILED:\n" +
        "  - ROC AUC is missing or not a number in slice young, threshold 0.7000\n" +
        "  - Recall is missing or not a number in slice young, threshold 0.6000",
    );
  });

  it("is written down beside the others, with what it was held against", () => {
    expect(judge(gates, makeMetrics(), [makeSlice("young", { recall: 0.55 })])).toEqual([
      { metric: "roc_auc", slice: null, value: 0.91234, threshold: 0.88, atLeast: true, passed: true },
      { metric: "roc_auc", slice: "young", value: 0.91234, threshold: 0.7, atLeast: true, passed: true },
      { metric: "recall", slice: "young", value: 0.55, threshold: 0.6, atLeast: true, passed: false },
    ]);
  });
});
