export type ClassCounts = { churners: number; stayers: number };

/**
 * The one check of every metric's input; counts the classes on the way.
 *
 * @param caller - the metric, named in the message
 * @param yTrue - labels, shape [rows]
 * @param yScore - scores, shape [rows]
 * @param scale - "any": every number, infinite ones too; "probability": within [0, 1]
 * @throws RangeError when there are no rows, the lengths differ, a label is neither 0 nor 1, or a score is off its scale
 */
export function checkRows(
  caller: string,
  yTrue: ArrayLike<number>,
  yScore: ArrayLike<number>,
  scale: "any" | "probability" = "any",
): ClassCounts {
  const rows = yTrue.length;
  if (rows === 0) throw new RangeError(`${caller}: expected at least one row, received none`);
  if (yScore.length !== rows) {
    throw new RangeError(`${caller}: expected equal lengths, received ${rows} labels and ${yScore.length} scores`);
  }
  const [lowest, highest, expected] =
    scale === "any" ? [-Infinity, Infinity, "a number as score"] : [0, 1, "a score in [0, 1]"];
  let churners = 0;
  for (let row = 0; row < rows; row++) {
    const label = yTrue[row]!;
    const score = yScore[row]!;
    if (label === 1) churners++;
    else if (label !== 0) throw new RangeError(`${caller}: expected label 0 or 1, received ${label} at index ${row}`);
    if (!(score >= lowest && score <= highest)) {
      throw new RangeError(`${caller}: expected ${expected}, received ${score} at index ${row}`);
    }
  }
  return { churners, stayers: rows - churners };
}

/** `checkRows`, and each class at least `atLeast` times: else no pair of a churner and a stayer can be compared. */
export function checkBothClasses(
  caller: string,
  yTrue: ArrayLike<number>,
  yScore: ArrayLike<number>,
  atLeast: 1 | 2 = 1,
): ClassCounts {
  const counts = checkRows(caller, yTrue, yScore);
  if (Math.min(counts.churners, counts.stayers) < atLeast) {
    const expected = atLeast === 1 ? "both classes" : "at least two of each class";
    throw new RangeError(
      `${caller}: expected ${expected}, received ${counts.churners} churners and ${counts.stayers} stayers`,
    );
  }
  return counts;
}

/** `checkRows`, and at least one churner: else recall is undefined. */
export function checkChurners(caller: string, yTrue: ArrayLike<number>, yScore: ArrayLike<number>): ClassCounts {
  const counts = checkRows(caller, yTrue, yScore);
  if (counts.churners === 0) {
    throw new RangeError(`${caller}: expected at least one churner, received 0 churners and ${counts.stayers} stayers`);
  }
  return counts;
}
