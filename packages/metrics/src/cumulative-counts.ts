import type { ClassCounts } from "./check-rows.ts";
import { sortedScores } from "./sorted-scores.ts";

/** One entry per distinct score, highest first, each of shape [distinct scores]. */
export type CumulativeCounts = {
  thresholds: Float64Array;
  /** churners with score ≥ threshold */
  truePositives: Uint32Array;
  /** stayers with score ≥ threshold */
  falsePositives: Uint32Array;
};

/** What is flagged at each possible threshold; tied rows cross it together. O(n log n). */
export function cumulativeCounts(
  yTrue: ArrayLike<number>,
  yScore: ArrayLike<number>,
  counts: ClassCounts,
): CumulativeCounts {
  const { churners, stayers } = sortedScores(yTrue, yScore, counts);
  const thresholds = new Float64Array(yTrue.length);
  const truePositives = new Uint32Array(yTrue.length);
  const falsePositives = new Uint32Array(yTrue.length);
  let churner = churners.length - 1;
  let stayer = stayers.length - 1;
  let size = 0;
  while (churner >= 0 || stayer >= 0) {
    const threshold = Math.max(
      churner >= 0 ? churners[churner]! : -Infinity,
      stayer >= 0 ? stayers[stayer]! : -Infinity,
    );
    while (churner >= 0 && churners[churner] === threshold) churner--;
    while (stayer >= 0 && stayers[stayer] === threshold) stayer--;
    thresholds[size] = threshold;
    truePositives[size] = churners.length - 1 - churner;
    falsePositives[size] = stayers.length - 1 - stayer;
    size++;
  }
  return {
    thresholds: thresholds.subarray(0, size),
    truePositives: truePositives.subarray(0, size),
    falsePositives: falsePositives.subarray(0, size),
  };
}
