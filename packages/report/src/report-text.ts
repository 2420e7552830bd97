import { dataText, gateChangesText, lockText, paramsText } from "./changes-text.ts";
import type { Findings } from "./findings.ts";
import { gateRows, gatesText } from "./gates-text.ts";
import { block } from "./markdown.ts";
import { metricsText, rocText, slicesText } from "./metrics-text.ts";

/** What a run found, in Markdown, what a reviewer must see first. */
export function reportText(findings: Findings): string {
  const parts = [
    `## ${headline(findings)}`,
    stoppedText(findings),
    baseText(findings),
    gateChangesText(findings),
    metricsText(findings),
    gatesText(findings),
    slicesText(findings),
    rocText(findings),
    paramsText(findings),
    dataText(findings),
    hasPassed(findings) ? lockText(findings) : "", // else there is nothing to commit
    findings.links.map(({ name, url }) => `[${name}](${url})`).join(" · "),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function headline(findings: Findings): string {
  const { decision, metrics, testsFailed } = findings;
  if (testsFailed) return "❌ Unit tests failed: no model was trained";
  const stopped = stoppedElsewhere(findings);
  if (stopped) return `❌ Stopped at ${stopped.stage}`;
  if (hasPassed(findings)) return "✅ The model passed its gates";
  if (decision) return "❌ The model did not pass its gates";
  return metrics ? "❌ A model was evaluated, and no gate judged it" : "❌ No model was evaluated";
}

const hasPassed = (findings: Findings) =>
  !findings.testsFailed &&
  !findings.stopped &&
  findings.decision !== null &&
  gateRows(findings).every((row) => row.passed);

/** A gate that says no is told of in a table. */
const stoppedElsewhere = ({ stopped, decision }: Findings) => (stopped?.stage === "gate" && decision ? null : stopped);

const baseText = ({ base, baseIsHere }: Findings) =>
  baseIsHere ? "" : `⚠️ ${base} is not here: changes are not shown, nor whether a gate is easier to pass.`;

function stoppedText(findings: Findings): string {
  const stopped = stoppedElsewhere(findings);
  return stopped ? block(stopped.message) : "";
}
