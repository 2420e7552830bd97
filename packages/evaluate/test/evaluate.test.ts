import { METRIC_NAMES } from "@churn/contracts";
import { countChurners, evaluate, metricIntervals } from "@churn/metrics";
import { describe, expect, it } from "vitest";

const group = (...rows: [label: 0 | 1, score: number][]) => ({
  yTrue: Float32Array.from(rows, ([label]) => label),
  yScore: Float32Array.from(rows, ([, score]) => score),
});
const of = (...rows: [label: 0 | 1, score: number][]) => {
  const { yTrue, yScore } = group(...rows);
  return evaluate(yTrue, yScore, 0.5);
};

describe("the metrics of a group", () => {
  it("are those that one gets by hand", () => {
    expect(of([1, 0.9], [1, 0.4], [0, 0.6], [0, 0.2], [0, 0.1])).toEqual({
      accuracy: 3 / 5,
      precision: 1 / 2,
      recall: 1 / 2,
      f1_score: 1 / 2,
      roc_auc: expect.closeTo(5 / 6, 6),
      pr_auc: expect.closeTo((1 + 2 / 3) / 2, 6),
      brier_score: expect.closeTo((0.01 + 0.36 + 0.36 + 0.04 + 0.01) / 5, 6),
      log_loss: expect.closeTo(-Math.log(0.9 * 0.4 * 0.4 * 0.8 * 0.9) / 5, 6),
      calibration_error: expect.any(Number),
    });
  });

  it("call a customer a churner from the threshold on", () => {
    const { yTrue, yScore } = group([1, 0.75], [0, 0.5], [0, 0.25]);
    const precisions = [0.25, 0.5, 0.75, 0.76].map((threshold) => evaluate(yTrue, yScore, threshold).precision);
    expect(precisions).toEqual([1 / 3, 1 / 2, 1, 0]);
  });

  it.each<{ when: string; rows: [0 | 1, number][]; none: string[] }>([
    {
      when: "there are both kinds of customers",
      rows: [
        [1, 0.9],
        [0, 0.1],
      ],
      none: [],
    },
    {
      when: "nobody churned",
      rows: [
        [0, 0.9],
        [0, 0.1],
      ],
      none: ["f1_score", "roc_auc", "recall", "pr_auc"],
    },
    {
      when: "everybody churned",
      rows: [
        [1, 0.9],
        [1, 0.1],
      ],
      none: ["roc_auc"],
    },
    {
      when: "nobody is called a churner",
      rows: [
        [1, 0.3],
        [0, 0.1],
      ],
      none: [],
    },
    { when: "nobody is there", rows: [], none: [...METRIC_NAMES] },
  ])("are null where they can't be computed: $when", ({ rows, none }) => {
    const metrics = of(...rows);
    expect(Object.keys(metrics).sort()).toEqual([...METRIC_NAMES].sort());
    expect(METRIC_NAMES.filter((name) => metrics[name] === null).sort()).toEqual(none.sort());
    for (const value of Object.values(metrics)) expect(value === null || Number.isFinite(value)).toBe(true);
  });
});

describe("the intervals of the metrics", () => {
  const rows = Array.from({ length: 200 }, (_, i): [0 | 1, number] => [i % 4 === 0 ? 1 : 0, ((i * 37) % 200) / 200]);
  const { yTrue, yScore } = group(...rows, [1, 0.95], [1, 0.99], [0, 0.01]);

  it("hold the metric, except for the calibration error, which has none", () => {
    const metrics = evaluate(yTrue, yScore, 0.5);
    const intervals = metricIntervals(yTrue, yScore, 0.5);
    expect(METRIC_NAMES.filter((name) => intervals[name] === null)).toEqual(["calibration_error"]);
    for (const name of METRIC_NAMES) {
      const { lower, upper } = intervals[name] ?? { lower: -Infinity, upper: Infinity };
      expect(lower <= (metrics[name] as number) && (metrics[name] as number) <= upper, name).toBe(true);
    }
  });

  it("have none of the precision when nobody is called a churner", () => {
    expect(metricIntervals(yTrue, yScore, 0.999).precision).toBeNull();
  });
});

it("churners are counted", () => {
  expect(countChurners(Float32Array.of(1, 0, 1))).toBe(2);
  expect(countChurners(new Float32Array(0))).toBe(0);
});
