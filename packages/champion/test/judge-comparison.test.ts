import type { ComparedGroup, Comparison } from "@churn/contracts";
import { describe, expect, it } from "vitest";
import { judgeComparison } from "../src/judge-comparison.ts";

const gate = { roc_auc: 0.005, brier_score: 0.003, confidence: 0.95 };
const found = (difference: number, standardError: number) => {
  return { challenger: 0.9 + difference, champion: 0.9, difference, standardError, lower: -1, upper: 1 };
};
type Metrics = Partial<Pick<ComparedGroup, "roc_auc" | "brier_score">>;
const group = (slice: string | null, metrics: Metrics): ComparedGroup => {
  return {
    slice,
    rows: 1000,
    churners: 200,
    accuracy: null,
    f1_score: null,
    roc_auc: null,
    brier_score: null,
    ...metrics,
  };
};
const comparison = (...groups: ComparedGroup[]) => ({ groups }) as Comparison;
const failed = (...groups: ComparedGroup[]) =>
  judgeComparison(comparison(...groups), gate)
    .filter(({ passed }) => !passed)
    .map(({ metric, slice }) => [metric, slice]);

describe("over all customers", () => {
  it.each([
    { when: "is better", difference: 0.01, stops: false },
    { when: "is the same model", difference: 0, standardError: 0, stops: false },
    { when: "is worse within the tolerance", difference: -0.004, standardError: 0.0001, stops: false },
    { when: "is worse by exactly the tolerance", difference: -0.005, standardError: 0, stops: false },
    { when: "is worse by more, but that may be chance", difference: -0.01, standardError: 0.0031, stops: false },
    { when: "is worse by more beyond doubt", difference: -0.01, standardError: 0.003, stops: true },
    { when: "is surely worse", difference: -0.02, standardError: 0, stops: true },
  ])("a model that $when", ({ difference, standardError = 0.002, stops }) => {
    const stopped = failed(group(null, { roc_auc: found(difference, standardError) }));
    expect(stopped).toEqual(stops ? [["roc_auc", null]] : []);
  });

  it("a larger Brier score is worse", () => {
    expect(failed(group(null, { brier_score: found(0.02, 0.001) }))).toEqual([["brier_score", null]]);
    expect(failed(group(null, { brier_score: found(-0.02, 0.001) }))).toEqual([]);
  });
});

describe("among slices", () => {
  const doubtful = found(-0.025, 0.01); // p = 0.023 by itself
  const fine = Array.from({ length: 9 }, (_, i) => group(`slice ${i}`, { roc_auc: found(0, 0.01) }));

  it("what would stop a model by itself may be chance among many", () => {
    expect(failed(group("one", { roc_auc: doubtful }))).toEqual([["roc_auc", "one"]]);
    expect(failed(group("one", { roc_auc: doubtful }), ...fine)).toEqual([]);
  });

  it("a collapse in one of them stops a model that is fine over all", () => {
    const [all, collapsed] = [
      group(null, { roc_auc: found(0.001, 0.002) }),
      group("new", { roc_auc: found(-0.2, 0.02) }),
    ];
    expect(failed(all, collapsed, ...fine)).toEqual([["roc_auc", "new"]]);
  });

  it("they take no power from the judgement over all", () => {
    expect(failed(group(null, { roc_auc: doubtful }), ...fine)).toEqual([["roc_auc", null]]);
  });

  it("no model that is worse by no more than the tolerance is stopped more than 5 times in 100", () => {
    const random = seededNormal(7);
    const rounds = 2000;
    let stopped = 0;
    for (let round = 0; round < rounds; round++) {
      const slices = Array.from({ length: 12 }, (_, i) =>
        group(`slice ${i}`, { roc_auc: found(-0.005 + 0.01 * random(), 0.01) }),
      );
      if (failed(...slices).length > 0) stopped++;
    }
    expect(stopped / rounds).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / rounds));
    expect(stopped / rounds).toBeGreaterThan(0.03);
  });
});

it("judges nothing without a tolerance, and no group with too few customers", () => {
  const worse = group(null, { roc_auc: found(-0.2, 0.001) });
  expect(judgeComparison(comparison(worse), undefined)).toEqual([]);
  expect(judgeComparison(comparison(group("few", {})), gate)).toEqual([]);
});

/** Box and Muller's normal numbers from a linear congruential generator. */
function seededNormal(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
