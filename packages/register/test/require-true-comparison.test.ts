import type { Comparison } from "@churn/contracts";
import { describe, expect, it } from "vitest";
import { requireTrueComparison } from "../src/require-true-comparison.ts";

const gate = { roc_auc: 0.005, brier_score: 0.003, confidence: 0.95 };
const found = (difference: number): Comparison => ({
  status: "compared",
  why: null,
  champion: { version: 3, modelDigest: "a".repeat(64) },
  customers: { heldOut: 400, compared: 400 },
  groups: [
    {
      slice: null,
      rows: 400,
      churners: 100,
      accuracy: null,
      f1_score: null,
      roc_auc: { challenger: 0.9 + difference, champion: 0.9, difference, standardError: 0.01, lower: -1, upper: 1 },
      brier_score: null,
    },
  ],
});

describe("requireTrueComparison", () => {
  it("accepts what comes out again, but for the last digits", () => {
    expect(() => requireTrueComparison(found(0.01), found(0.01 + 1e-9), gate)).not.toThrow();
  });

  it.each<{ when: string; said: Comparison; says: RegExp }>([
    { when: "a difference was changed", said: found(0.02), says: /groups\.0\.roc_auc\.challenger is 0\.92, now 0\.91/ },
    { when: "the champion was left out", said: { ...found(0.01), champion: null }, says: /champion is null, now {/ },
    { when: "a group was taken out", said: { ...found(0.01), groups: [] }, says: /groups has 0 entries, now 1/ },
  ])("refuses a file in which $when", ({ said, says }) => {
    expect(() => requireTrueComparison(found(0.01), said, gate)).toThrow(says);
  });

  it("refuses a model that is worse, whatever a decision says", () => {
    expect(() => requireTrueComparison(found(-0.1), found(-0.1), gate)).toThrow(
      /worse than the champion by more than is tolerated: roc_auc/,
    );
    expect(() => requireTrueComparison(found(-0.1), found(-0.1), undefined)).not.toThrow();
  });
});
