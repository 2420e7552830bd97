import type { DriftReport } from "@churn/contracts";
import { DataFrame, toCSV } from "danfojs-node";
import { getBorderCharacters, table } from "table";
import { nameOf, percent, shownP } from "./why-drift.ts";

/** Every check as a frame for people, the largest index first. */
export function driftFrame({ checks }: DriftReport): DataFrame {
  const rows = checks.map((check) => ({ ...check, feature: nameOf(check) }));
  return new DataFrame(rows).sortValues("psi", { ascending: false }) as DataFrame;
}

/** The frame as CSV, for a spreadsheet. */
export const frameCsv = (frame: DataFrame): string => toCSV(frame) as unknown as string;

const SHOWN = 12;

/** The top of the frame as a table for the terminal. */
export function frameText(frame: DataFrame): string {
  const of = (name: string) => frame.column(name).values as (string | number | boolean | null)[];
  const [features, kinds, before, now] = ["feature", "kind", "reference", "current"].map(of) as [
    string[],
    string[],
    (number | null)[],
    (number | null)[],
  ];
  const [indices, pValues, drifted] = [of("psi"), of("pValue"), of("drifted")] as [number[], number[], boolean[]];
  const share = (value: number | null | undefined) => (typeof value === "number" ? percent(value) : "");
  const rows = features.slice(0, SHOWN).map((feature, i) => {
    const index = indices[i]?.toFixed(3);
    return [feature, kinds[i], share(before[i]), share(now[i]), index, shownP(pValues[i]), drifted[i] ? "drift" : ""];
  });
  const left = Math.max(0, features.length - SHOWN);
  const text = table([["feature", "what", "before", "now", "PSI", "p", ""], ...rows], {
    columnDefault: { alignment: "right" },
    columns: [{ alignment: "left" }, { alignment: "left" }],
    border: getBorderCharacters("void"),
    drawHorizontalLine: () => false,
  }).trimEnd();
  return left > 0 ? `${text}\n and ${left} more with a smaller index` : text;
}
