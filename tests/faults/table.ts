import type { Outcome, Verdict } from "./run-fault.ts";

const WIDTHS = [44, 11, 12, 6] as const;
const row = (...cells: string[]) =>
  cells
    .map((cell, i) => cell.padEnd(WIDTHS[i] ?? 0))
    .join("  ")
    .trimEnd();

export const HEAD = row("fault", "verdict", "stopped at", "s", "message");

export function line(name: string, verdict: Verdict, { stopped, seconds }: Outcome): string {
  const message = (stopped?.message ?? "").split("\n").filter((text) => !text.endsWith("FAILED:"));
  const shown = message.join(" ").replaceAll(/\s+/g, " ").trim();
  return row(
    name,
    verdict,
    stopped?.step ?? "–",
    seconds.toFixed(1),
    shown.length > 110 ? `${shown.slice(0, 109)}…` : shown,
  );
}

const RIGHT_SHARE = 0.95;

/** Good: every fault stopped, almost all where they should be, no false alarm. */
export function summary(verdicts: readonly Verdict[]): { text: string; isGood: boolean } {
  const count = (...of: Verdict[]) => verdicts.filter((verdict) => of.includes(verdict)).length;
  const [right, late, through, alarms] = [
    count("stopped"),
    count("late", "unclear"),
    count("got through"),
    count("false alarm"),
  ];
  const faults = right + late + through;
  const harmless = count("passed") + alarms;
  return {
    text: [
      `${right} of ${faults} faults stopped at the right step, by a message that names them`,
      `${late} stopped later than they should be, or without being named`,
      `${through} got through`,
      `${alarms} false alarms in ${harmless} harmless changes`,
    ].join("\n"),
    isGood: through === 0 && alarms === 0 && right >= RIGHT_SHARE * faults,
  };
}
