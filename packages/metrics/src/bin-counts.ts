/**
 * How many values fall below the first edge, from each edge to before the next, and from the last one on.
 *
 * @param values - finite, shape [rows]
 * @param edges - ascending, shape [bins − 1]
 * @returns shape [bins]
 */
export function binCounts(values: ArrayLike<number>, edges: readonly number[]): number[] {
  const counts = Array<number>(edges.length + 1).fill(0);
  for (let row = 0; row < values.length; row++) {
    let bin = 0;
    while (bin < edges.length && values[row]! >= edges[bin]!) bin++;
    counts[bin]!++;
  }
  return counts;
}
