import type { ComparedGroup, Comparison, Difference } from "@churn/contracts";
import { frameText } from "./frame-text.ts";

/** How the new model does beside the champion, for people. */
export function comparisonText({ status, why, champion, customers, groups }: Comparison): string {
  if (champion === null) return "no champion to compare with: no version is in production yet";
  if (status !== "compared") return `not compared with the champion, version ${champion.version}: ${why}`;
  const rows = groups.map(({ rows, churners, roc_auc, brier_score }) => ({
    rows,
    churners,
    "ROC AUC": signed(roc_auc),
    "95 %": interval(roc_auc),
    "Brier score": signed(brier_score),
    "95 % ": interval(brier_score),
  }));
  const { compared, heldOut } = customers;
  const which =
    compared === heldOut ? `the ${heldOut} held-out customers` : `${compared} of the ${heldOut} held-out customers`;
  return [
    `minus the champion, version ${champion.version}, on ${which}, which neither has trained on:`,
    frameText(rows, groups.map(nameOf)),
  ].join("\n");
}

const nameOf = ({ slice }: ComparedGroup): string => slice ?? "all";
const number = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(4)}`;
const signed = (found: Difference | null): string => (found ? number(found.difference) : "too few");
const interval = (found: Difference | null): string =>
  found ? `${number(found.lower)} to ${number(found.upper)}` : "";
