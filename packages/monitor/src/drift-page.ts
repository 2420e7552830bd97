import type { DriftDistribution, DriftReport, LabelledGroup } from "@churn/contracts";
import { barChart } from "./bar-chart.ts";
import { type Html, html } from "./html.ts";
import { nameOf, percent, shownP } from "./why-drift.ts";

/** The report as a page: no script, no other host, light and dark; every plot stands in a table too. */
export function driftPage(report: DriftReport): string {
  const { verdict, why, current, reference, thresholds, checks, distributions, performance } = report;
  const page = html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Drift: ${verdict}</title>
<style>${STYLE}</style>
<main>
<h1>Drift: <span class="${verdict === "no drift" ? "calm" : "alarm"}">${verdict}</span></h1>
<p>${current.rows.toLocaleString("en-US")} customers of <code>${current.source}</code> beside the ${reference.rows.toLocaleString("en-US")}
that ${reference.version === null ? "the model" : `version ${reference.version}`} was trained on (${reference.dataset}, digest
<code>${reference.modelDigest.slice(0, 12)}</code>). ${current.scored.toLocaleString("en-US")} could be scored, ${current.broken} lines were no row.</p>
<ul>${why.map((line) => html`<li>${line}</li>`)}</ul>
<p>Drift is a difference that is shown (p below ${thresholds.significance}, corrected for ${checks.length} checks) and large
(PSI above ${thresholds.psi}). Below ${thresholds.minRows} rows nothing is said.</p>
${checks.length > 0 ? checksTable(report) : ""}
${performance ? performanceTable(performance) : checks.length > 0 ? html`<p>No label came back: how good the model is today is not known.</p>` : ""}
<div class="plots">${distributions.map((one) => figure(one, checks))}</div>
</main>
</html>
`;
  return page.text;
}

const checksTable = ({ checks }: DriftReport) => html`<table>
<caption>What was compared, the largest difference first; what was found neither before nor now is left out</caption>
<thead><tr><th scope="col">feature<th scope="col">what<th scope="col">before<th scope="col">now<th scope="col">PSI<th scope="col">p<th scope="col">verdict</thead>
<tbody>${checks
  .filter(isFound)
  .toSorted((a, b) => b.psi - a.psi)
  .map(
    (
      check,
    ) => html`<tr><th scope="row">${nameOf(check)}<td>${check.kind}<td>${shown(check.reference)}<td>${shown(check.current)}<td>${check.psi.toFixed(3)}<td>${shownP(check.pValue)}<td class="${check.drifted ? "alarm" : "calm"}">${check.drifted ? "drift" : "–"}
`,
  )}</tbody></table>`;

const performanceTable = (groups: readonly LabelledGroup[]) => html`<table>
<caption>The model on customers whose label came back, with 95 % intervals</caption>
<thead><tr><th scope="col">customers<th scope="col">rows<th scope="col">churners<th scope="col">accuracy<th scope="col">recall<th scope="col">ROC AUC<th scope="col">beyond its gate</thead>
<tbody>${groups.map(
  (
    group,
  ) => html`<tr><th scope="row">${group.slice ?? "all"}<td>${group.rows}<td>${group.churners}${(["accuracy", "recall", "roc_auc"] as const).map((name) => html`<td>${metric(group, name)}`)}<td class="${group.failed.length > 0 ? "alarm" : "calm"}">${group.failed.join(", ") || "–"}
`,
)}</tbody></table>`;

function figure({ feature, bins, unknown }: DriftDistribution, checks: DriftReport["checks"]): Html {
  const drifted = checks.some((check) => check.feature === feature && check.drifted);
  const name = nameOf({ feature });
  return html`<figure class="${drifted ? "drifted" : ""}">
<figcaption>${name}${drifted ? " (drift)" : ""}</figcaption>
${barChart(name, bins)}
<details><summary>in numbers</summary><table>
<thead><tr><th scope="col">bin<th scope="col">before<th scope="col">now</thead>
<tbody>${bins.map((bin) => html`<tr><th scope="row">${bin.bin}<td>${percent(bin.reference)}<td>${percent(bin.current)}`)}</tbody></table></details>
${unknown.length > 0 ? html`<p>New: ${unknown.map(({ value, rows }) => `${value} (${rows})`).join(", ")}</p>` : ""}
</figure>
`;
}

/** Not nothing before and nothing now. */
const isFound = ({ reference, current }: DriftReport["checks"][number]) => reference !== 0 || current !== 0;

const shown = (share: number | null) => (share === null ? "" : percent(share));

function metric({ intervals, ...group }: LabelledGroup, name: "accuracy" | "recall" | "roc_auc"): string {
  const interval = intervals?.[name];
  const value = group[name]?.toFixed(3) ?? "–";
  return interval ? `${value} (${interval.lower.toFixed(3)} to ${interval.upper.toFixed(3)})` : value;
}

const STYLE = `
:root { --text: #1b1f24; --back: #fff; --line: #d0d7de; --before: #8c959f; --now: #0969da; --alarm: #b42318; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --back: #0d1117; --line: #30363d; --before: #848d97; --now: #58a6ff; --alarm: #ff8a80; }
}
body { font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); margin: 0; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem; }
.alarm { color: var(--alarm); font-weight: 600; }
table { border-collapse: collapse; margin: 1rem 0; display: block; overflow-x: auto; }
caption { text-align: left; font-weight: 600; padding-bottom: .25rem; }
th, td { border-bottom: 1px solid var(--line); padding: .2rem .7rem; text-align: right; font-variant-numeric: tabular-nums; }
th:first-child, th:nth-child(2), td:nth-child(2) { text-align: left; }
td { white-space: nowrap; }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: 1rem; }
figure { margin: 0; padding: .75rem; border: 1px solid var(--line); border-radius: .5rem; }
figure.drifted { border-color: var(--alarm); }
figcaption { font-weight: 600; }
svg { width: 100%; height: auto; }
.before { fill: var(--before); } .now { fill: var(--now); } svg text { fill: var(--text); font-size: 11px; }
details table { font-size: .875rem; }`;
