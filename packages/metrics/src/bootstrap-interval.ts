import { checkRows } from "./check-rows.ts";
import { type Interval, LEVEL } from "./interval.ts";
import { quantile } from "./quantile.ts";
import { seededRandom } from "./seeded-random.ts";
import { sortedScores } from "./sorted-scores.ts";

/**
 * Percentile bootstrap of any metric of rows: the interval where it falls when rows are drawn again with replacement.
 * Costs `resamples` times the metric: the closed intervals of this package are thousands of times faster.
 * A draw without one of the classes that the data has is repeated.
 *
 * @param metric - a function of (yTrue, yScore) that does not depend on the order of the rows
 * @param yTrue - labels, shape [rows], 1 = churned, 0 = stayed
 * @param yScore - scores, shape [rows]
 * @param options.seed - an integer: same seed, same interval
 * @throws RangeError when there are no rows, the lengths differ, or a value or an option is invalid
 * @see Efron & Tibshirani (1993), An introduction to the bootstrap, chapter 13, doi:10.1201/9780429246593
 */
export function bootstrapInterval(
  metric: (yTrue: ArrayLike<number>, yScore: ArrayLike<number>) => number,
  yTrue: ArrayLike<number>,
  yScore: ArrayLike<number>,
  { seed, resamples = 1000, level = LEVEL }: { seed: number; resamples?: number; level?: number },
): Interval {
  const counts = checkRows("bootstrapInterval", yTrue, yScore);
  if (!(Number.isInteger(resamples) && resamples >= 1)) {
    throw new RangeError(`bootstrapInterval: expected resamples of 1 or more, received ${resamples}`);
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`level: expected a number inside (0, 1), received ${level}`);
  const random = seededRandom(seed);
  const sorted = sortedScores(yTrue, yScore, counts);
  const rows = yTrue.length;
  const scores = new Float64Array(rows);
  scores.set(sorted.churners);
  scores.set(sorted.stayers, counts.churners);

  const times = new Uint32Array(rows);
  const draw = () => {
    times.fill(0);
    let churners = 0;
    for (let drawn = 0; drawn < rows; drawn++) {
      const row = Math.floor(random() * rows);
      times[row]!++;
      if (row < counts.churners) churners++;
    }
    return churners;
  };
  const drawnTrue = new Uint8Array(rows);
  const drawnScore = new Float64Array(rows);
  const values = Float64Array.from({ length: resamples }, () => {
    let churners = draw();
    while ((churners === 0 && counts.churners > 0) || (churners === rows && counts.stayers > 0)) churners = draw();
    let size = 0;
    for (let row = 0; row < rows; row++) {
      // each class in order of score: a metric that sorts is then twice as fast
      for (let copy = times[row]!; copy > 0; copy--) drawnScore[size++] = scores[row]!;
    }
    drawnTrue.fill(1, 0, churners).fill(0, churners);
    return metric(drawnTrue, drawnScore);
  });
  values.sort();
  return { lower: quantile(values, (1 - level) / 2), upper: quantile(values, (1 + level) / 2) };
}
