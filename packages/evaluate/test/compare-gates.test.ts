import type { Params } from "@churn/contracts";
import { describe, expect, it } from "vitest";
import { compareGates, gateReport, isEasier } from "../src/index.ts";

const main: Params["gate"] = {
  shop: { roc_auc: 0.8, calibration_error: 0.05, slices: { rare: { recall: 0.5 } } },
};
const changed = (gates: Partial<Params["gate"][string]>) => ({ shop: { ...main.shop, ...gates } }) as Params["gate"];

describe("gates beside main's", () => {
  it.each([
    { when: "a threshold is lower", now: changed({ roc_auc: 0.7 }), change: "weakened", metric: "roc_auc" },
    { when: "an error may be larger", now: changed({ calibration_error: 0.1 }), change: "weakened" },
    { when: "a slice is left out", now: changed({ slices: {} }), change: "removed", slice: "rare" },
    { when: "a threshold is higher", now: changed({ roc_auc: 0.9 }), change: "tightened", metric: "roc_auc" },
    { when: "an error must be smaller", now: changed({ calibration_error: 0.01 }), change: "tightened" },
    { when: "a metric is judged that was not", now: changed({ recall: 0.5 }), change: "added", metric: "recall" },
  ])("say $change when $when", ({ now, when: _, ...said }) => {
    expect(compareGates(main, now)).toEqual([expect.objectContaining(said)]);
  });

  it("say nothing when they are the same, and name every gate of a dataset that is gone", () => {
    expect(compareGates(main, main)).toEqual([]);
    expect(compareGates(main, {}).map(({ change }) => change)).toEqual(["removed", "removed", "removed"]);
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
