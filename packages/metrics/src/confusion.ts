import { checkRows } from "./check-rows.ts";

export type Confusion = {
  truePositives: number;
  falsePositives: number;
  trueNegatives: number;
  falseNegatives: number;
};

/**
 * Counts of right and wrong decisions when every customer with `score ≥ threshold` is called a churner.
 *
 * @param yTrue - labels, shape [rows], 1 = churned, 0 = stayed
 * @param yScore - scores, shape [rows], higher = more likely to churn
 * @param threshold - on the scale of the scores
 * @returns four counts that add up to the number of rows
 * @throws RangeError when there are no rows, the lengths differ, or a label, a score or the threshold is invalid
 */
export function confusion(yTrue: ArrayLike<number>, yScore: ArrayLike<number>, threshold: number): Confusion {
  if (Number.isNaN(threshold)) throw new RangeError("confusion: expected a number as threshold, received NaN");
  const { churners, stayers } = checkRows("confusion", yTrue, yScore);
  let truePositives = 0;
  let falsePositives = 0;
  for (let row = 0; row < yTrue.length; row++) {
    if (yScore[row]! < threshold) continue;
    if (yTrue[row] === 1) truePositives++;
    else falsePositives++;
  }
  return {
    truePositives,
    falsePositives,
    trueNegatives: stayers - falsePositives,
    falseNegatives: churners - truePositives,
  };
}
