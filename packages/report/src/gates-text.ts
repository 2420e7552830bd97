import { gatesOf } from "@churn/contracts";
import type { Findings } from "./findings.ts";
import { details, score, signed, table } from "./markdown.ts";

type Row = { readonly passed: boolean; readonly cells: readonly string[] };

/** Every gate: those that failed to be seen at once, the others by a click. */
export function gatesText(findings: Findings): string {
  const rows = gateRows(findings);
  if (rows.length === 0) return "";
  const [failed, passed] = [rows.filter((row) => !row.passed), rows.filter((row) => row.passed)];
  return [
    ...(failed.length > 0 ? [gateTable(failed)] : []),
    details(`${passed.length} of ${rows.length} gates passed`, gateTable(passed)),
    ...differing(findings),
  ].join("\n\n");
}

/** Each gate, those of params.yaml, those of the workflow that ask for more, and those beside the champion. */
export function gateRows(findings: Findings): Row[] {
  const { decision } = findings;
  if (!decision) return [];
  const own = decision.checks.map(({ metric, slice, value, threshold, atLeast, passed }): Row => {
    return { passed, cells: [metric, slice ?? "all", score(value), `${atLeast ? "≥" : "≤"} ${score(threshold)}`] };
  });
  const champion = decision.championChecks.map(({ metric, slice, difference, tolerance, pValue, passed }): Row => {
    const bar = `worse by ${score(tolerance)} at most (p = ${score(pValue)})`;
    return { passed, cells: [`${metric} beside the champion`, slice ?? "all", signed(difference), bar] };
  });
  return [...own, ...minimumRows(findings), ...champion];
}

const gateTable = (rows: readonly Row[]) =>
  table(
    ["gate", "customers", "value", "bar"],
    rows.map(({ passed, cells: [name = "", ...cells] }) => [`${passed ? "🟢" : "🔴"} ${name}`, ...cells]),
  );

/** What the workflow asks for, where that is more than params.yaml does. */
function minimumRows({ minimum, metrics, params }: Findings): Row[] {
  const gates = gatesOf(params);
  return (["accuracy", "roc_auc"] as const).flatMap((metric) => {
    const [bar, own, value] = [minimum[metric], gates[metric], metrics?.[metric] ?? null];
    if (bar === undefined || (own !== undefined && own >= bar)) return [];
    return [
      {
        passed: value !== null && value >= bar,
        cells: [`${metric} (workflow)`, "all", score(value), `≥ ${score(bar)}`],
      },
    ];
  });
}

function differing({ minimum, params }: Findings): string[] {
  const gates = gatesOf(params);
  const lines = (
    [
      ["accuracy", "MINIMUM_ACCURACY"],
      ["roc_auc", "MINIMUM_AUC"],
    ] as const
  ).flatMap(([metric, name]) => {
    const [bar, own] = [minimum[metric], gates[metric]];
    if (bar === undefined || bar === own) return [];
    return [`⚠️ ${name} is ${bar} and params.yaml asks for ${own ?? "nothing"}: the stricter one counts.`];
  });
  return lines.length > 0 ? [lines.join("\n")] : [];
}
