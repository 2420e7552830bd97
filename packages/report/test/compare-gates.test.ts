import type { Params } from "@churn/contracts";
import { describe, expect, it } from "vitest";
import { compareGates, gateReport, isEasier } from "../src/compare-gates.ts";

const main: Params["gate"] = {
  shop: {
    roc_auc: 0.8,
    calibration_error: 0.05,
    slices: { rare: { recall: 0.5 } },
    champion: { roc_auc: 0.005, brier_score: 0.003, confidence: 0.95 },
  },
};
const changed = (gates: Partial<Params["gate"][string]>) => ({ shop: { ...main.shop, ...gates } }) as Params["gate"];

describe("gates beside main's", () => {
  it.each([
    { when: "a threshold is lower", now: changed({ roc_auc: 0.7 }), change: "weakened", metric: "roc_auc" },
    { when: "an error may be larger", now: changed({ calibration_error: 0.1 }), change: "weakened" },
    { when: "a slice is left out", now: changed({ slices: {} }), change: "removed", slice: "rare" },
    { when: "a threshold is higher", now: changed({ roc_auc: 0.9 }), change: "tightened", metric: "roc_auc" },
    { when: "an error must be smaller", now: changed({ calibration_error: 0.01 }), change: "tightened" },
    {
      when: "the champion may be better by more",
      now: changed({ champion: { roc_auc: 0.5, brier_score: 0.003, confidence: 0.95 } }),
      change: "weakened",
      metric: "champion.roc_auc",
    },
    {
      when: "a worse model must be shown more surely to be worse",
      now: changed({ champion: { roc_auc: 0.005, brier_score: 0.003, confidence: 0.9999 } }),
      change: "weakened",
      metric: "champion.confidence",
    },
    { when: "a metric is judged that was not", now: changed({ recall: 0.5 }), change: "added", metric: "recall" },
  ])("say $change when $when", ({ now, when: _, ...said }) => {
    expect(compareGates(main, now)).toEqual([expect.objectContaining(said)]);
  });

  it("say nothing when they are the same, and name every gate of a dataset that is gone", () => {
    expect(compareGates(main, main)).toEqual([]);
    expect(compareGates(main, {}).map(({ change }) => change)).toEqual(Array(6).fill("removed"));
    const { champion: _, ...without } = main.shop as Params["gate"][string];
    expect(compareGates(main, { shop: without }).map(({ metric }) => metric)).toEqual([
      "champion.roc_auc",
      "champion.brier_score",
      "champion.confidence",
    ]);
  });

  it("show what is easier to pass in red, and first", () => {
    const changes = compareGates(main, changed({ recall: 0.5, slices: {} }));
    expect(changes.map(isEasier)).toEqual([true, false]);
    expect(gateReport(changes, "main").split("\n")).toEqual([
      "Gates beside those of main:",
      "  🔴 removed: shop, recall in slice rare: 0.5000 → none",
      "  🟢 added: shop, recall: none → 0.5000",
    ]);
  });
});
