import { accuracy, brierScore, confusion, f1Score, rocAuc } from "@churn/metrics";
import { expect, it } from "vitest";
import { compareGroups } from "../src/compare-groups.ts";

const rows = 200;
const yTrue = Float32Array.from({ length: rows }, (_, i) => (i % 4 === 0 ? 1 : 0));
const scores = (step: number) => Float32Array.from({ length: rows }, (_, i) => ((i * step) % 97) / 97);
const thresholds = { challenger: 0.5, champion: 0.7 };
const scored = { yTrue, challenger: scores(31), champion: scores(44), thresholds };
const all = Array.from({ length: rows }, (_, i) => i);

it("measures both models and their difference", () => {
  const [group] = compareGroups(scored, [{ slice: null, rows: all }]);
  expect(group).toMatchObject({ slice: null, rows: 200, churners: 50 });
  const decided =
    (metric: typeof accuracy): typeof rocAuc =>
    (labels, yScore) =>
      metric(confusion(labels, yScore, yScore === scored.champion ? 0.7 : 0.5));
  for (const [metric, of] of [
    ["accuracy", decided(accuracy)] as const,
    ["f1_score", decided(f1Score)] as const,
    ["roc_auc", rocAuc] as const,
    ["brier_score", brierScore] as const,
  ]) {
    const found = group?.[metric] ?? expect.fail(metric);
    expect(found.challenger).toBeCloseTo(of(yTrue, scored.challenger), 12);
    expect(found.champion).toBeCloseTo(of(yTrue, scored.champion), 12);
    expect(found.difference).toBeCloseTo(found.challenger - found.champion, 12);
    expect(found.upper - found.lower).toBeCloseTo(2 * 1.959964 * found.standardError, 6);
  }
});

it.each([
  { when: "too few have left", slice: all.filter((i) => i % 4 !== 0 || i < 76), judged: false },
  { when: "just enough have left", slice: all.filter((i) => i % 4 !== 0 || i < 80), judged: true },
  { when: "nobody stayed", slice: all.filter((i) => i % 4 === 0), judged: false },
  { when: "nobody is in it", slice: [], judged: false },
])("says nothing of a slice in which $when", ({ slice, judged }) => {
  const [group] = compareGroups(scored, [{ slice: "s", rows: slice }]);
  expect(group?.rows).toBe(slice.length);
  const { accuracy, f1_score, roc_auc, brier_score } = group ?? expect.fail("no group");
  expect([accuracy, f1_score, roc_auc, brier_score].map((found) => found !== null)).toEqual(Array(4).fill(judged));
});
