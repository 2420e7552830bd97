import { describe, expect, it } from "vitest";
import {
  accuracyDifference,
  bootstrapInterval,
  brierScoreDifference,
  brierScoreInterval,
  deLongInterval,
  deLongTest,
  f1ScoreDifference,
  f1ScoreInterval,
  type Interval,
  logLossInterval,
  prAuc,
  prAucInterval,
} from "../src/index.ts";
import { normal, share, uniform } from "./rows.ts";

const holds = ({ lower, upper }: Interval, value: number) => lower <= value && value <= upper;
const about95Percent = (covered: number) => {
  expect(covered).toBeGreaterThan(0.93);
  expect(covered).toBeLessThan(0.975);
};

/** 22 % churners, whose scores lie `distance` standard deviations above the stayers'. */
function sample(rows: number, distance: number, random: () => number, draw: () => number) {
  const yTrue = Array.from({ length: rows }, () => (random() < 0.22 ? 1 : 0));
  return { yTrue, yScore: yTrue.map((label) => distance * label + draw()) };
}

/** Scores that are the customers' true probabilities, spread evenly over [0, 1]. */
function calibrated(rows: number, random: () => number) {
  const yScore = Array.from({ length: rows }, random);
  return { yScore, yTrue: yScore.map((probability) => (random() < probability ? 1 : 0)) };
}

describe("in repeated samples the 95 % intervals hold the true value about 95 times in 100", () => {
  const random = uniform(11);
  const draw = normal(12);

  // Φ(distance / √2)
  it.each([
    { rows: 150, distance: 1, truth: 0.760249939 },
    { rows: 400, distance: 2.1, truth: 0.931218053 },
  ])("deLongInterval: $rows rows, true area $truth", ({ rows, distance, truth }) => {
    const covered = () => {
      const { yTrue, yScore } = sample(rows, distance, random, draw);
      return holds(deLongInterval(yTrue, yScore), truth);
    };
    about95Percent(share(1000, covered));
  });

  // ∫ precision d(recall) over the two normal distributions
  it.each([
    { rows: 400, distance: 1.2, truth: 0.559767 },
    { rows: 1000, distance: 2.1, truth: 0.824695 },
  ])("prAucInterval: $rows rows, true area $truth", ({ rows, distance, truth }) => {
    const covered = () => {
      const { yTrue, yScore } = sample(rows, distance, random, draw);
      return holds(prAucInterval(yTrue, yScore), truth);
    };
    about95Percent(share(800, covered));
  });

  it("deLongTest: a true difference", () => {
    const covered = () => {
      const { yTrue, yScore } = sample(300, 2.1, random, draw);
      const champion = yScore.map((score) => score + Math.sqrt(3.41) * draw());
      return holds(deLongTest(yTrue, { challenger: yScore, champion }), 0.931218053 - 0.760249939);
    };
    about95Percent(share(1000, covered));
  });

  it("deLongTest: no difference, and p below 0.05 as rarely as promised", () => {
    const significant = () => {
      const { yTrue, yScore } = sample(300, 1.5, random, draw);
      const noisy = () => yScore.map((score) => score + draw());
      return deLongTest(yTrue, { challenger: noisy(), champion: noisy() }).pValue < 0.05;
    };
    about95Percent(1 - share(1000, significant));
  });

  it("brierScoreInterval, true score 1/6, and logLossInterval, true loss 1/2", () => {
    about95Percent(
      share(1000, () => {
        const { yTrue, yScore } = calibrated(300, random);
        return holds(brierScoreInterval(yTrue, yScore), 1 / 6);
      }),
    );
    about95Percent(
      share(1000, () => {
        const { yTrue, yScore } = calibrated(300, random);
        return holds(logLossInterval(yTrue, yScore), 1 / 2);
      }),
    );
  });

  it("brierScoreDifference: one half for everybody is worse by 1/12", () => {
    const covered = () => {
      const { yTrue, yScore } = calibrated(300, random);
      return holds(brierScoreDifference(yTrue, { challenger: yScore, champion: yScore.map(() => 0.5) }), -1 / 12);
    };
    about95Percent(share(1000, covered));
  });

  // of customers whose scores are their true probabilities, u: accuracy t + 1/2 − t², F1 score (1 − t²) / (3/2 − t)
  it.each([
    { name: "accuracyDifference", difference: accuracyDifference, truth: 0.75 - 0.71 },
    { name: "f1ScoreDifference", difference: f1ScoreDifference, truth: 0.75 - 0.6375 },
  ])("$name: calling churners from 0.5 on instead of 0.7, by $truth", ({ difference, truth }) => {
    const covered = () => {
      const { yTrue, yScore } = calibrated(300, random);
      const scores = { challenger: yScore, champion: yScore };
      return holds(difference(yTrue, scores, { challenger: 0.5, champion: 0.7 }), truth);
    };
    about95Percent(share(1000, covered));
  });

  it("f1ScoreInterval: 2 · 0.15 / (2 · 0.15 + 0.05 + 0.07)", () => {
    const covered = () => {
      const counts = { truePositives: 0, falsePositives: 0, trueNegatives: 0, falseNegatives: 0 };
      for (let row = 0; row < 200; row++) {
        const kind = random();
        if (kind < 0.15) counts.truePositives++;
        else if (kind < 0.2) counts.falsePositives++;
        else if (kind < 0.27) counts.falseNegatives++;
        else counts.trueNegatives++;
      }
      return holds(f1ScoreInterval(counts), 0.3 / 0.42);
    };
    about95Percent(share(2000, covered));
  });
});

describe("bootstrapInterval", () => {
  const { yTrue, yScore } = sample(1000, 1.5, uniform(21), normal(22));

  it("is about what the closed form says", () => {
    const closed = prAucInterval(yTrue, yScore);
    const bootstrapped = bootstrapInterval(prAuc, yTrue, yScore, { seed: 1 });
    const width = closed.upper - closed.lower;
    expect(Math.abs(bootstrapped.lower - closed.lower)).toBeLessThan(width / 8);
    expect(Math.abs(bootstrapped.upper - closed.upper)).toBeLessThan(width / 8);
  });

  it("is the same for the same seed, and another for another", () => {
    const interval = (seed: number) => bootstrapInterval(prAuc, yTrue, yScore, { seed, resamples: 50 });
    expect(interval(1)).toEqual(interval(1));
    expect(interval(1)).not.toEqual(interval(2));
  });

  it("does not depend on the order of the rows", () => {
    const options = { seed: 5, resamples: 50 };
    expect(bootstrapInterval(prAuc, yTrue.toReversed(), yScore.toReversed(), options)).toEqual(
      bootstrapInterval(prAuc, yTrue, yScore, options),
    );
  });

  it("draws as many rows as there are, each with its own label", () => {
    const owner = new Map([
      [0.1, 0],
      [0.2, 1],
      [0.3, 0],
      [0.4, 1],
      [0.5, 1],
    ]);
    const seen = new Set<number>();
    const metric = (labels: ArrayLike<number>, scores: ArrayLike<number>) => {
      expect([labels.length, scores.length]).toEqual([5, 5]);
      for (let row = 0; row < 5; row++) {
        seen.add(scores[row]!);
        expect(labels[row]).toBe(owner.get(scores[row]!));
      }
      return 0;
    };
    const interval = bootstrapInterval(metric, [...owner.values()], [...owner.keys()], { seed: 3, resamples: 40 });
    expect(interval).toEqual({ lower: 0, upper: 0 });
    expect([...seen].sort()).toEqual([...owner.keys()]);
  });

  it("never loses a class, however rare", () => {
    const few = (labels: ArrayLike<number>) => Array.from(labels).reduce((sum, label) => sum + label, 0);
    const { lower } = bootstrapInterval(few, [1, 0, 0, 0, 0, 0], [1, 2, 3, 4, 5, 6], { seed: 9, resamples: 200 });
    expect(lower).toBeGreaterThanOrEqual(1);
  });

  it("takes rows of one class where the metric does", () => {
    const mean = (_: ArrayLike<number>, scores: ArrayLike<number>) =>
      Array.from(scores).reduce((sum, score) => sum + score, 0) / scores.length;
    const { lower, upper } = bootstrapInterval(mean, [1, 1, 1], [0, 0.5, 1], { seed: 2, resamples: 500 });
    expect(lower).toBeLessThan(0.3);
    expect(upper).toBeGreaterThan(0.7);
  });
});

describe("prAucInterval", () => {
  it("stays honestly wide when a ranking is perfect", () => {
    const { lower, upper } = prAucInterval([0, 0, 0, 1, 1], [1, 2, 3, 4, 5]);
    expect(lower).toBeLessThan(0.5);
    expect(upper).toBe(1);
  });

  it("narrows like one over the root of the rows", () => {
    const width = (rows: number) => {
      const { yTrue, yScore } = sample(rows, 1.5, uniform(31), normal(32));
      const { lower, upper } = prAucInterval(yTrue, yScore);
      return upper - lower;
    };
    expect(width(500) / width(50_000)).toBeGreaterThan(8);
    expect(width(500) / width(50_000)).toBeLessThan(12);
  });

  it("holds one half where all scores tie and half churn", () => {
    const yTrue = Array.from({ length: 100 }, (_, row) => row % 2);
    const yScore = yTrue.map(() => 0);
    expect(holds(prAucInterval(yTrue, yScore), 0.5)).toBe(true);
  });
});
