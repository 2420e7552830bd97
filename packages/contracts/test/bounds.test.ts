import { expect, it } from "vitest";
import { boundsOf } from "../src/index.ts";

it("the bounds of a gate are listed one by one, errors as upper bounds", () => {
  const slices = { young: { recall: 0.6, roc_auc: 0.7 }, old: { brier_score: 0.2 }, none: {} };
  expect(boundsOf({ roc_auc: 0.88, accuracy: 0.85, log_loss: 0.4, slices })).toEqual([
    { metric: "accuracy", slice: null, threshold: 0.85, atLeast: true },
    { metric: "roc_auc", slice: null, threshold: 0.88, atLeast: true },
    { metric: "log_loss", slice: null, threshold: 0.4, atLeast: false },
    { metric: "roc_auc", slice: "young", threshold: 0.7, atLeast: true },
    { metric: "recall", slice: "young", threshold: 0.6, atLeast: true },
    { metric: "brier_score", slice: "old", threshold: 0.2, atLeast: false },
  ]);
});

it("a gate that asks for nothing has no bounds", () => {
  expect(boundsOf({ slices: {} })).toEqual([]);
});
