import { accuracy } from "./accuracy.ts";
import { type Confusion, confusion } from "./confusion.ts";
import { f1Score } from "./f1-score.ts";
import { LEVEL } from "./interval.ts";
import { moments } from "./moments.ts";
import { type PairedDifference, type PairedScores, pairedDifference } from "./paired-difference.ts";

/** From which score on each model calls a customer a churner. */
export type Thresholds = { challenger: number; champion: number };

/**
 * Paired difference of two accuracies: challenger minus champion on the same customers; above 0 = better. A mean over
 * rows, so a paired z test serves: variance = Var(Δ right) / n.
 *
 * @param yTrue - labels, shape [rows], 1 = churned, 0 = stayed
 * @param scores - challenger and champion, shape [rows] each, each on the scale of its threshold
 * @throws RangeError when there are fewer than two rows, the lengths differ, or a value or the level is invalid
 */
export const accuracyDifference = (
  yTrue: ArrayLike<number>,
  scores: PairedScores,
  thresholds: Thresholds,
  level = LEVEL,
): PairedDifference =>
  ratioDifference(yTrue, scores, thresholds, level, {
    name: "accuracyDifference",
    value: accuracy,
    part: (label, called) => [Number(label === called), 1],
  });

/**
 * Paired difference of two F1 scores, by the delta method: F1 = Σ 2 y ŷ / Σ (y + ŷ) is a ratio of means, and a row's
 * share in its error is (2 y ŷ − F1 (y + ŷ)) / mean(y + ŷ); variance = Var(Δ share) / n.
 *
 * @see accuracyDifference for the parameters
 * @see Takahashi et al. (2022), Confidence interval for micro-averaged F1 and macro-averaged F1 scores, doi:10.1007/s10489-021-02635-5
 */
export const f1ScoreDifference = (
  yTrue: ArrayLike<number>,
  scores: PairedScores,
  thresholds: Thresholds,
  level = LEVEL,
): PairedDifference =>
  ratioDifference(yTrue, scores, thresholds, level, {
    name: "f1ScoreDifference",
    value: f1Score,
    part: (label, called) => [2 * label * called, label + called],
  });

/** A metric that is Σ above / Σ below; `part`: what a row adds to each. */
type Ratio = {
  name: string;
  value: (counts: Confusion) => number;
  part: (label: number, called: number) => readonly [above: number, below: number];
};

function ratioDifference(
  yTrue: ArrayLike<number>,
  { challenger, champion }: PairedScores,
  thresholds: Thresholds,
  level: number,
  ratio: Ratio,
): PairedDifference {
  const one = rowShares(yTrue, challenger, thresholds.challenger, ratio);
  const other = rowShares(yTrue, champion, thresholds.champion, ratio);
  if (yTrue.length < 2) throw new RangeError(`${ratio.name}: expected at least two rows, received 1`);
  const { variance } = moments(one.shares.map((share, row) => share - other.shares[row]!));
  return pairedDifference(one.value - other.value, Math.sqrt(variance / yTrue.length), level);
}

/** The metric, and how much each row moves it: shape [rows], 0 on average. */
function rowShares(yTrue: ArrayLike<number>, yScore: ArrayLike<number>, threshold: number, { value, part }: Ratio) {
  const metric = value(confusion(yTrue, yScore, threshold));
  const shares = new Float64Array(yTrue.length);
  let total = 0;
  for (let row = 0; row < shares.length; row++) {
    const [above, below] = part(yTrue[row]!, Number(yScore[row]! >= threshold));
    shares[row] = above - metric * below;
    total += below;
  }
  const mean = total / shares.length;
  return { value: metric, shares: mean === 0 ? shares : shares.map((share) => share / mean) };
}
