import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { confusion, prCurve, precision, recall, rocAuc, rocCurve } from "../src/index.ts";
import { labelledScores, normal } from "./rows.ts";

test("a ROC curve by hand", () => {
  expect(rocCurve([1, 0, 1, 0], [0.9, 0.5, 0.5, 0.1])).toEqual({
    fpr: Float64Array.of(0, 0, 0.5, 1),
    tpr: Float64Array.of(0, 0.5, 1, 1),
    threshold: Float64Array.of(Infinity, 0.9, 0.5, 0.1),
  });
});

test("a precision-recall curve by hand", () => {
  expect(prCurve([1, 0, 1, 0], [0.9, 0.5, 0.5, 0.1])).toEqual({
    recall: Float64Array.of(0, 0.5, 1, 1),
    precision: Float64Array.of(1, 1, 2 / 3, 0.5),
    threshold: Float64Array.of(Infinity, 0.9, 0.5, 0.1),
  });
});

test("every point is what its threshold gives", () => {
  fc.assert(
    fc.property(labelledScores, ({ yTrue, yScore }) => {
      const roc = rocCurve(yTrue, yScore);
      const pr = prCurve(yTrue, yScore);
      for (let point = 1; point < roc.threshold.length; point++) {
        const counts = confusion(yTrue, yScore, roc.threshold[point]!);
        expect(roc.tpr[point]).toBe(recall(counts));
        expect(roc.fpr[point]).toBe(counts.falsePositives / (counts.falsePositives + counts.trueNegatives));
        expect(pr.recall[point]).toBe(recall(counts));
        expect(pr.precision[point]).toBe(precision(counts));
      }
    }),
  );
});

describe("a curve thinned for a plot", () => {
  const draw = normal(7);
  const yTrue = Array.from({ length: 5000 }, (_, row) => (row % 5 === 0 ? 1 : 0));
  const yScore = yTrue.map((label) => 2 * label + draw());
  const area = ({ x, y }: { x: Float64Array; y: Float64Array }) =>
    x.reduce(
      (sum, end, point) => (point === 0 ? 0 : sum + ((end - x[point - 1]!) * (y[point]! + y[point - 1]!)) / 2),
      0,
    );

  it.each([2, 3, 50, 200, 5001, 10_000])("has at most %d points and both ends", (maxPoints) => {
    const { fpr, tpr, threshold } = rocCurve(yTrue, yScore, { maxPoints });
    expect(threshold.length).toBeLessThanOrEqual(maxPoints);
    expect([fpr[0], tpr[0], threshold[0]]).toEqual([0, 0, Infinity]);
    expect([fpr.at(-1), tpr.at(-1)]).toEqual([1, 1]);
  });

  it("keeps the area", () => {
    const roc = rocCurve(yTrue, yScore, { maxPoints: 200 });
    expect(area({ x: roc.fpr, y: roc.tpr })).toBeCloseTo(rocAuc(yTrue, yScore), 3);
    const thinned = prCurve(yTrue, yScore, { maxPoints: 200 });
    const whole = prCurve(yTrue, yScore);
    expect(area({ x: thinned.recall, y: thinned.precision })).toBeCloseTo(
      area({ x: whole.recall, y: whole.precision }),
      2,
    );
  });

  it("drops no point that is far from the kept ones", () => {
    const whole = rocCurve(yTrue, yScore);
    const thinned = rocCurve(yTrue, yScore, { maxPoints: 101 });
    const distances = Array.from(whole.fpr, (x, point) =>
      Math.min(
        ...Array.from(thinned.fpr, (kept, at) => Math.abs(kept - x) + Math.abs(thinned.tpr[at]! - whole.tpr[point]!)),
      ),
    );
    expect(Math.max(...distances)).toBeLessThanOrEqual(2 / 100);
  });

  it("uses the points it may have", () => {
    expect(rocCurve(yTrue, yScore, { maxPoints: 100 }).threshold.length).toBeGreaterThan(90);
    expect(prCurve(yTrue, yScore, { maxPoints: 100 }).threshold.length).toBeGreaterThan(50);
  });

  it("keeps points that belong to the whole curve, each once", () => {
    fc.assert(
      fc.property(labelledScores, fc.integer({ min: 2, max: 30 }), (rows, maxPoints) => {
        const whole = [...prCurve(rows.yTrue, rows.yScore).threshold];
        const kept = [...prCurve(rows.yTrue, rows.yScore, { maxPoints }).threshold];
        expect(whole).toEqual(expect.arrayContaining(kept));
        expect(new Set(kept).size).toBe(kept.length);
        expect(kept.length).toBeLessThanOrEqual(maxPoints);
      }),
    );
  });
});
