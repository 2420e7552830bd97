import type { Comparison, Difference } from "@churn/contracts";
import { plainTable } from "./plain-table.ts";

/** How the new model does beside the champion, for people. */
export function comparisonText({ status, why, champion, customers, groups }: Comparison): string {
  if (champion === null) return "no champion to compare with: no version is in production yet";
  if (status !== "compared") return `not compared with the champion, version ${champion.version}: ${why}`;
  const head = ["customers", "rows", "churners", "ROC AUC", "95 %", "Brier score", "95 %"];
  const rows = groups.map(({ slice, rows, churners, roc_auc, brier_score }) => {
    return [
      slice ?? "all",
      rows,
      churners,
      signed(roc_auc),
      interval(roc_auc),
      signed(brier_score),
      interval(brier_score),
    ];
  });
  const { compared, heldOut } = customers;
  const which =
    compared === heldOut ? `the ${heldOut} held-out customers` : `${compared} of the ${heldOut} held-out customers`;
  return [
    `minus the champion, version ${champion.version}, on ${which}, which neither has trained on:`,
    plainTable(head, rows),
  ].join("\n");
}

const number = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(4)}`;
const signed = (found: Difference | null): string => (found ? number(found.difference) : "too few");
const interval = (found: Difference | null): string =>
  found ? `${number(found.lower)} to ${number(found.upper)}` : "";
