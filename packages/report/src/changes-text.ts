import { type Params, Params as ParamsSchema } from "@churn/contracts";
import { changedParams } from "./changed-params.ts";
import { compareGates, isEasier } from "./compare-gates.ts";
import type { Findings, Pin } from "./findings.ts";
import { block, count, score, table } from "./markdown.ts";

/** Gates that became easier to pass, which an owner must agree to; the others after them. */
export function gateChangesText({ params, baseParams, base }: Findings): string {
  const before = gateOf(baseParams);
  const changes = before ? compareGates(before, params.gate) : [];
  if (changes.length === 0) return "";
  const rows = changes.map((gate) => [
    `${isEasier(gate) ? "🔴" : "🟢"} ${gate.change}`,
    gate.dataset,
    gate.metric,
    gate.slice ?? "all",
    score(gate.before),
    score(gate.after),
  ]);
  const title = changes.some(isEasier)
    ? "### 🔴 Gates are easier to pass than before: an owner must agree"
    : "### Gates are harder to pass than before";
  return `${title}\n\n${table(["change", "dataset", "gate", "customers", base, "now"], rows)}`;
}

function gateOf(params: unknown): Params["gate"] | undefined {
  return ParamsSchema.shape.gate.safeParse((params as { gate?: unknown } | null)?.gate).data;
}

/** Parameters that changed, but for the gates, which have their own table. */
export function paramsText({ params, baseParams, base }: Findings): string {
  if (baseParams === null) return "";
  const changes = changedParams(baseParams, params).filter(({ key }) => !key.startsWith("gate."));
  if (changes.length === 0) return "";
  const rows = changes.map(({ key, before, after }) => [key, before ?? "–", after ?? "–"]);
  return `### Parameters\n\n${table(["", base, "now"], rows)}`;
}

/** Another table than the base pins. */
export function dataText({ pin, basePin, base }: Findings): string {
  if (!pin || !basePin || pin.md5 === basePin.md5) return "";
  const facts = (of: Pin) => ({ md5: of.md5.slice(0, 12), bytes: count(of.size), ...of.meta });
  const [before, after]: Record<string, unknown>[] = [facts(basePin), facts(pin)];
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const rows = keys.map((key) => [key, String(before?.[key] ?? "–"), String(after?.[key] ?? "–")]);
  return `### Another table\n\n${table(["data.dvc", base, "now"], rows)}`;
}

/** What to commit so that the next clone finds nothing to do. */
export function lockText({ behind }: Findings): string {
  if (behind.length === 0) return "";
  return [
    "### dvc.lock is behind",
    "It names other sources or parameters than this run used. Nothing is broken; to bring it up to date:",
    block('npx dvc repro\ngit add dvc.lock metrics\ngit commit -m "chore: dvc.lock of the present sources"'),
    behind.map((line) => `- ${line}`).join("\n"),
  ].join("\n\n");
}
