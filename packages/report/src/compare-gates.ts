import { type Bound, boundsOf, type GateParams, type Params } from "@churn/contracts";

type Gates = Params["gate"];
/** One gate beside what it was; null: there is none. */
export type GateChange = {
  readonly dataset: string;
  /** Of the comparison with the champion `champion.roc_auc`, `champion.brier_score` and `champion.confidence`. */
  readonly metric: string;
  readonly slice: string | null;
  readonly before: number | null;
  readonly after: number | null;
  readonly change: "removed" | "weakened" | "tightened" | "added";
};

/** What became of every gate, what makes it easier to pass first. */
export function compareGates(before: Gates, after: Gates): GateChange[] {
  const [old, now] = [gatesByKey(before), gatesByKey(after)];
  const changes = [...new Set([...old.keys(), ...now.keys()])].flatMap((key): GateChange[] => {
    const [was, is] = [old.get(key), now.get(key)];
    const { dataset, metric, slice, atLeast } = (was ?? is) as Gate;
    const values = { before: was?.threshold ?? null, after: is?.threshold ?? null };
    if (values.before === values.after) return [];
    return [{ dataset, metric, slice, ...values, change: kindOf(values.before, values.after, atLeast) }];
  });
  return changes.sort((a, b) => Number(isEasier(b)) - Number(isEasier(a)));
}

/** Lets a model pass that was stopped before. */
export const isEasier = ({ change }: GateChange): boolean => change === "removed" || change === "weakened";

/** The comparison as lines, what is easier to pass in red. */
export function gateReport(changes: readonly GateChange[], beside: string): string {
  if (changes.length === 0) return `The gates are those of ${beside}.`;
  const shown = (value: number | null) => value?.toFixed(4) ?? "none";
  const lines = changes.map((gate) => {
    const where = gate.slice === null ? "" : ` in slice ${gate.slice}`;
    const values = `${shown(gate.before)} → ${shown(gate.after)}`;
    return `  ${isEasier(gate) ? "🔴" : "🟢"} ${gate.change}: ${gate.dataset}, ${gate.metric}${where}: ${values}`;
  });
  return [`Gates beside those of ${beside}:`, ...lines].join("\n");
}

type Gate = Omit<Bound, "metric"> & { dataset: string; metric: string };

/** The more is tolerated, and the surer the gate must be that a model is worse, the easier it passes. */
const championBounds = ({ champion }: GateParams): Omit<Gate, "dataset">[] =>
  Object.entries(champion ?? {}).map(([key, threshold]) => {
    return { metric: `champion.${key}`, slice: null, threshold, atLeast: false };
  });

const gatesByKey = (gates: Gates): Map<string, Gate> =>
  new Map(
    Object.entries(gates).flatMap(([dataset, gate]) =>
      [...boundsOf(gate), ...championBounds(gate)].map((bound) => [
        JSON.stringify([dataset, bound.slice, bound.metric]),
        { dataset, ...bound },
      ]),
    ),
  );

function kindOf(before: number | null, after: number | null, atLeast: boolean): GateChange["change"] {
  if (before === null) return "added";
  if (after === null) return "removed";
  return after < before === atLeast ? "weakened" : "tightened";
}
