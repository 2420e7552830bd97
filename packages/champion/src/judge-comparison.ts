import { type ChampionCheck, type ChampionGate, COMPARED_METRICS, type Comparison } from "@churn/contracts";
import { holm, marginPValue } from "@churn/metrics";

/**
 * Says no to a model that is shown to be worse than the champion by more than the tolerance: when the one-sided test
 * of "worse by the tolerance at most" rejects at the confidence asked for, which is when the one-sided interval of the
 * loss lies wholly beyond the tolerance.
 *
 * The burden of proof is on "worse". Asking the new model to prove that it is *not* worse would stop equally good ones
 * on every small slice, where no test has the power for that; how good a model must be at least, the other gates say.
 * So no doubt about few customers stops a model, and a group with too few is shown and not judged.
 *
 * All customers are judged at the confidence itself. Among slices, Holm's correction keeps the chance that even one of
 * them stops a model which is no worse below 1 − confidence, however many slices and metrics there are.
 */
export function judgeComparison({ groups }: Comparison, gate: ChampionGate | undefined): ChampionCheck[] {
  if (gate === undefined) return [];
  const tests = groups.flatMap((group) =>
    COMPARED_METRICS.flatMap((metric) => {
      const found = group[metric];
      if (found === null) return [];
      const tolerance = gate[metric];
      const loss = metric === "roc_auc" ? -found.difference : found.difference;
      const pValue = marginPValue(loss, found.standardError, tolerance);
      return [{ metric, slice: group.slice, difference: found.difference, tolerance, pValue }];
    }),
  );
  const [all, slices] = [tests.filter(({ slice }) => slice === null), tests.filter(({ slice }) => slice !== null)];
  const corrected = holm(slices.map(({ pValue }) => pValue));
  return [...all, ...slices.map((test, i) => ({ ...test, pValue: corrected[i] as number }))].map((test) => {
    return { ...test, passed: test.pValue > 1 - gate.confidence };
  });
}
