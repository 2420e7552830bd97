import { normalTail } from "./normal-tail.ts";

/**
 * One-sided p value of "the loss is at most the margin", by a z test: small when the loss is shown to be larger.
 *
 *     z = (loss − margin) / standardError
 *
 * @param loss - by how much something is worse; below 0 = better
 * @param standardError - of the loss; 0: it is known exactly
 * @returns a value in [0, 1]
 * @see Wellek (2010), Testing Statistical Hypotheses of Equivalence and Noninferiority, doi:10.1201/EBK1439808184
 */
export function marginPValue(loss: number, standardError: number, margin: number): number {
  const excess = loss - margin;
  if (excess <= 0 && standardError === 0) return 1;
  const z = excess / standardError;
  return z >= 0 ? normalTail(z) : 1 - normalTail(-z);
}
