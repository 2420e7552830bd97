import type { ClassCounts } from "./check-rows.ts";
import { sortedScores } from "./sorted-scores.ts";

/** Both in the order of the rows, ties counted as one half; both have the ROC AUC as their mean. */
export type Placements = {
  /** share of stayers below each churner, V₁₀, shape [churners] */
  churners: Float64Array;
  /** share of churners above each stayer, V₀₁, shape [stayers] */
  stayers: Float64Array;
};

/** DeLong's structural components. O(n log n): every score is looked up in the other class's sorted scores. */
export function placements(yTrue: ArrayLike<number>, yScore: ArrayLike<number>, counts: ClassCounts): Placements {
  const sorted = sortedScores(yTrue, yScore, counts);
  const churners = new Float64Array(counts.churners);
  const stayers = new Float64Array(counts.stayers);
  let churner = 0;
  let stayer = 0;
  for (let row = 0; row < yTrue.length; row++) {
    if (yTrue[row] === 1) churners[churner++] = shareBelow(yScore[row]!, sorted.stayers);
    else stayers[stayer++] = 1 - shareBelow(yScore[row]!, sorted.churners);
  }
  return { churners, stayers };
}

function shareBelow(score: number, sorted: Float64Array): number {
  const below = firstFrom(sorted, score, 0);
  const tied = sorted[below] === score ? firstAfter(sorted, score, below) - below : 0;
  return (below + tied / 2) / sorted.length;
}

function firstFrom(sorted: Float64Array, score: number, from: number): number {
  let low = from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < score) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstAfter(sorted: Float64Array, score: number, from: number): number {
  let low = from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= score) low = middle + 1;
    else high = middle;
  }
  return low;
}
