import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type GateParams, GateParams as GateSchema, gatesOf, METRIC_NAMES, Params } from "../src/index.ts";

const gate: GateParams = { accuracy: 0.85, roc_auc: 0.88, slices: {} };
const champion = { roc_auc: 0.005, brier_score: 0.003, confidence: 0.95 };
const params: Params = {
  dataset: "shop",
  preprocess: { validationFraction: 0.1, testFraction: 0.2 },
  train: {
    seed: 42,
    hiddenUnits: [64, 32],
    activation: "relu",
    piecewiseLinearPieces: 8,
    dropout: 0,
    learningRate: 0.002,
    batchSize: 256,
    epochs: 30,
    patience: 5,
  },
  evaluate: { threshold: 0.5 },
  gate: { shop: gate },
  drift: { minRows: 500, significance: 0.01, psi: 0.1 },
};

/** What a person reads who has written these parameters. */
function faultOf(changed: unknown): string {
  const parsed = Params.safeParse(changed);
  if (parsed.success) throw new Error("the parameters were accepted");
  return z.prettifyError(parsed.error);
}
const without = (section: "train" | "preprocess", key: string) => {
  const rest = Object.entries(params[section]).filter(([name]) => name !== key);
  return { ...params, [section]: Object.fromEntries(rest) };
};
const train = (changed: object) => ({ ...params, train: { ...params.train, ...changed } });
const preprocess = (changed: object) => ({ ...params, preprocess: { ...params.preprocess, ...changed } });

describe("parameters", () => {
  it("that are right come back as they are", () => {
    expect(Params.parse(params)).toEqual(params);
    expect(gatesOf(params)).toEqual(gate);
  });

  it.each([0.01, 0.99, "max-f1"])("may decide at %s", (threshold) => {
    expect(Params.parse({ ...params, evaluate: { threshold } }).evaluate).toEqual({ threshold });
  });

  it.each([
    { when: "a key is misspelt", of: train({ epoch: 3 }), says: ['Unrecognized key: "epoch"', "at train"] },
    { when: "a section is misspelt", of: { ...params, trian: {} }, says: ['Unrecognized key: "trian"'] },
    { when: "a key is missing", of: without("train", "epochs"), says: ["expected number", "at train.epochs"] },
    { when: "a section is missing", of: { ...params, train: undefined }, says: ["expected object", "at train"] },
    { when: "there is nothing", of: null, says: ["expected object, received null"] },
    { when: "a number is a text", of: train({ epochs: "30" }), says: ["received string", "at train.epochs"] },
    { when: "a count is a fraction", of: train({ batchSize: 12.5 }), says: ["expected int", "at train.batchSize"] },
    { when: "a list is a number", of: train({ hiddenUnits: 64 }), says: ["expected array", "at train.hiddenUnits"] },
    { when: "a layer is empty", of: train({ hiddenUnits: [64, 0] }), says: [">0", "at train.hiddenUnits[1]"] },
    { when: "there is no layer", of: train({ hiddenUnits: [] }), says: [">=1 items", "at train.hiddenUnits"] },
    { when: "an activation is unknown", of: train({ activation: "gelu" }), says: ['"relu"', "at train.activation"] },
    { when: "the learning rate is 0", of: train({ learningRate: 0 }), says: [">0", "at train.learningRate"] },
    { when: "everything is dropped", of: train({ dropout: 1 }), says: ["<1", "at train.dropout"] },
    { when: "the seed is negative", of: train({ seed: -1 }), says: [">=0", "at train.seed"] },
    { when: "a number is NaN", of: train({ learningRate: NaN }), says: ["received NaN", "at train.learningRate"] },
    {
      when: "nobody is held out",
      of: preprocess({ testFraction: 0 }),
      says: [">0", "at preprocess.testFraction"],
    },
    {
      when: "more than everybody is held out",
      of: preprocess({ testFraction: 1.5 }),
      says: ["<1", "at preprocess.testFraction"],
    },
    {
      when: "nobody is left to train on",
      of: preprocess({ validationFraction: 0.5, testFraction: 0.5 }),
      says: ["nothing is left to train on: the two fractions reach 1", "at preprocess"],
    },
    {
      when: "the threshold is none",
      of: { ...params, evaluate: { threshold: "best" } },
      says: ["a number between 0 and 1, or max-f1", "at evaluate.threshold"],
    },
    {
      when: "the threshold lets everybody churn",
      of: { ...params, evaluate: { threshold: 0 } },
      says: [">0", "at evaluate.threshold"],
    },
    {
      when: "few rows are enough",
      of: { ...params, drift: { ...params.drift, minRows: 5 } },
      says: [">=100", "at drift.minRows"],
    },
    { when: "everything alarms", of: { ...params, drift: { ...params.drift, psi: 0 } }, says: [">0", "at drift.psi"] },
    {
      when: "the dataset has no gate",
      of: { ...params, dataset: "bank" },
      says: ["has no entry for the dataset in use", "at gate"],
    },
    {
      when: "the dataset is called like a method",
      of: { ...params, dataset: "constructor" },
      says: ["has no entry for the dataset in use", "at gate"],
    },
    { when: "the dataset is a path", of: { ...params, dataset: "../shop" }, says: ["at dataset"] },
    {
      when: "a gate is misspelt",
      of: { ...params, gate: { shop: { ...gate, mni: 0.8 } } },
      says: ['Unrecognized key: "mni"', "at gate.shop"],
    },
    {
      when: "a gate is a percentage",
      of: { ...params, gate: { shop: { ...gate, accuracy: 85 } } },
      says: ["<=1", "at gate.shop.accuracy"],
    },
    {
      when: "the gate of a slice is misspelt",
      of: { ...params, gate: { shop: { ...gate, slices: { young: { recal: 0.6 } } } } },
      says: ['Unrecognized key: "recal"', "at gate.shop.slices.young"],
    },
    {
      when: "a gate lets everything through",
      of: { ...params, gate: { shop: { slices: { young: {} } } } },
      says: ["asks for nothing, so every model would pass: name at least one metric", "at gate.shop"],
    },
    {
      when: "a gate asks only for no worse than the champion",
      of: { ...params, gate: { shop: { slices: {}, champion } } },
      says: ["asks for nothing"],
    },
    {
      when: "a confidence is that of a coin",
      of: { ...params, gate: { shop: { ...gate, champion: { ...champion, confidence: 0.5 } } } },
      says: ["expected number to be >0.5", "at gate.shop.champion.confidence"],
    },
    {
      when: "a tolerance is missing",
      of: { ...params, gate: { shop: { ...gate, champion: { roc_auc: 0.005, confidence: 0.95 } } } },
      says: ["at gate.shop.champion.brier_score"],
    },
  ])("are refused when $when", ({ of, says }) => {
    const fault = faultOf(of);
    for (const part of says) expect(fault).toContain(part);
  });

  it("are refused with all faults at once", () => {
    const fault = faultOf({ ...train({ seed: 0.5 }), dataset: "Shop", evaluate: {} });
    for (const path of ["at dataset", "at train.seed", "at evaluate.threshold"]) expect(fault).toContain(path);
  });
});

describe("a gate", () => {
  it.each(METRIC_NAMES)("may be set on %s, overall and in a slice", (metric) => {
    const bounds = { [metric]: 0.5 };
    expect(GateSchema.parse({ ...bounds, slices: { young: bounds } })).toEqual({
      ...bounds,
      slices: { young: bounds },
    });
  });

  it("may be set in a slice alone", () => {
    expect(GateSchema.parse({ slices: { young: { recall: 0.6 } } }).slices).toEqual({ young: { recall: 0.6 } });
  });
});
