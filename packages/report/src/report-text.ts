import { dataText, gateChangesText, lockText, paramsText } from "./changes-text.ts";
import type { Findings } from "./findings.ts";
import { gateRows, gatesText } from "./gates-text.ts";
import { block } from "./markdown.ts";
import { metricsText, rocText, slicesText } from "./metrics-text.ts";

export type { Findings } from "./findings.ts";

/** What a run found, in Markdown, what a reviewer must see first. */
export function reportText(findings: Findings): string {
  const parts = [
    `## ${headline(findings)}`,
    stoppedText(findings),
    gateChangesText(findings),
    metricsText(findings),
    gatesText(findings),
    slicesText(findings),
    rocText(findings),
    paramsText(findings),
    dataText(findings),
    lockText(findings),
    findings.links.map(({ name, url }) => `[${name}](${url})`).join(" · "),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function headline(findings: Findings): string {
  const { stopped, decision, metrics } = findings;
  if (decision) {
    const passed = gateRows(findings).every((row) => row.passed);
    return passed ? "✅ The model passed its gates" : "❌ The model did not pass its gates";
  }
  if (stopped) return `❌ Stopped at ${stopped.stage}`;
  return metrics ? "❌ A model was evaluated, and no gate judged it" : "❌ No model was evaluated";
}

/** A gate that says no is told of in a table. */
const stoppedText = ({ stopped, decision }: Findings): string => (stopped && !decision ? block(stopped.message) : "");
