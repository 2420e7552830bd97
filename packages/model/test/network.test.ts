import type { TransformerState } from "@churn/contracts";
import type { SymbolicTensor, Tensor } from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { buildNetwork, ChurnModel, loadTensorFlow } from "../src/index.ts";
import { piecewiseLinear } from "../src/piecewise-linear.ts";
import { makeNumber, makeParams, makeState, quantiles, twoNumbers } from "./make-state.ts";

const { tf } = await loadTensorFlow();
const weightsOf = (params = makeParams()) =>
  buildNetwork(tf, 2, twoNumbers, params)
    .getWeights()
    .map((weight) => [...weight.dataSync()]);

describe("a network", () => {
  it("begins with the same weights for the same seed", () => {
    expect(weightsOf(makeParams({ seed: 3 }))).toEqual(weightsOf(makeParams({ seed: 3 })));
  });

  it("begins with other weights for another seed, in every layer", () => {
    const kernels = (seed: number) => weightsOf(makeParams({ seed })).filter((_, i) => i % 2 === 0);
    const [first, second] = [kernels(3), kernels(4)];
    expect(first.filter((kernel, i) => kernel.every((weight, j) => weight === second[i]?.[j]))).toEqual([]);
  });

  it.each([
    { hiddenUnits: [5], weights: 2 * 5 + 5 + 5 + 1 },
    { hiddenUnits: [7, 3], weights: 2 * 7 + 7 + 7 * 3 + 3 + 3 + 1 },
    { hiddenUnits: [4, 4, 4], weights: 2 * 4 + 4 + 2 * (4 * 4 + 4) + 4 + 1 },
  ])("has the layers it was asked for: $hiddenUnits", ({ hiddenUnits, weights }) => {
    expect(buildNetwork(tf, 2, twoNumbers, makeParams({ hiddenUnits })).countParams()).toBe(weights);
  });

  it.each(["relu", "elu", "selu", "tanh"] as const)("answers with probabilities: %s", (activation) => {
    const params = makeParams({ activation, dropout: 0.3, piecewiseLinearPieces: 3 });
    const scores = new ChurnModel(tf, buildNetwork(tf, 2, twoNumbers, params)).predict(
      Float32Array.of(-2, 2, 0, 0, 1e6, -1e6),
    );
    expect(scores).toHaveLength(3);
    for (const score of scores) expect(score >= 0 && score <= 1).toBe(true);
  });

  it("drops units in training only", () => {
    const model = new ChurnModel(tf, buildNetwork(tf, 2, twoNumbers, makeParams({ dropout: 0.9 })));
    const without = new ChurnModel(tf, buildNetwork(tf, 2, twoNumbers, makeParams()));
    const x = Float32Array.of(-1, 2, 0.5, 0.5);
    expect(model.predict(x)).toEqual(without.predict(x));
  });

  it("can be built of features without a number", () => {
    const state = makeState({ kind: "flag", column: "vip", missing: null });
    const network = buildNetwork(tf, 1, state, makeParams({ piecewiseLinearPieces: 8 }));
    expect(new ChurnModel(tf, network).predict(Float32Array.of(0, 1))).toHaveLength(2);
  });

  it("knows its width", () => {
    const params = makeParams({ piecewiseLinearPieces: 4 });
    expect(new ChurnModel(tf, buildNetwork(tf, 1, makeState(makeNumber()), params)).width).toBe(1);
  });
});

/** What the encoding makes of one customer's features. */
function encode(state: TransformerState, pieces: number, features: number[]): number[] {
  const input = tf.input({ shape: [features.length] });
  const encoded = piecewiseLinear(tf, input, state, makeParams({ piecewiseLinearPieces: pieces }));
  const model = tf.model({ inputs: input, outputs: encoded as SymbolicTensor });
  return [...(model.predict(tf.tensor2d([features])) as Tensor).dataSync()];
}
const near = (values: number[]) => values.map((value) => expect.closeTo(value, 5));
/** The feature of a value: what the transformer makes of it. */
const feature = (value: number) => (value - 50) / 25;

describe("the piecewise-linear encoding", () => {
  it.each([
    { spent: 0, through: [0, 0, 0, 0] },
    { spent: 10, through: [0.4, 0, 0, 0] },
    { spent: 25, through: [1, 0, 0, 0] },
    { spent: 60, through: [1, 1, 0.4, 0] },
    { spent: 100, through: [1, 1, 1, 1] },
    { spent: -70, through: [0, 0, 0, 0] },
    { spent: 500, through: [1, 1, 1, 1] },
  ])("says how far $spent has come through each quarter of 0 … 100", ({ spent, through }) => {
    expect(encode(makeState(makeNumber()), 4, [feature(spent)])).toEqual(near([feature(spent), ...through]));
  });

  it("cuts at quantiles, so that each piece holds as many customers", () => {
    const skewed = makeNumber({ quantiles: quantiles((share) => 100 * share ** 2) }); // quarters end at 6.25, 25, 56.25
    expect(encode(makeState(skewed), 4, [feature(15.625)])).toEqual(near([feature(15.625), 1, 0.5, 0, 0]));
  });

  it("has fewer pieces where quantiles repeat", () => {
    const halfZero = makeNumber({ quantiles: quantiles((share) => Math.max(0, 200 * share - 100)) });
    expect(encode(makeState(halfZero), 4, [feature(75)])).toEqual(near([feature(75), 1, 0.5]));
  });

  it("adds pieces of the numbers only, each of its own feature", () => {
    const state = makeState(
      { kind: "flag", column: "vip", missing: { fill: 0 } },
      makeNumber({ missing: { fill: 50 } }),
      { kind: "category", column: "plan", categories: ["basic", "plus"], missing: null },
      makeNumber({ column: "tenure" }),
    );
    // vip, vip:missing, spent, spent:missing, plan=basic, plan=plus, tenure
    const features = [1, 0, feature(75), 0, 0, 1, feature(25)];
    expect(encode(state, 2, features)).toEqual(near([...features, 1, 0.5, 0.5, 0]));
  });

  it("adds nothing to features without numbers", () => {
    expect(encode(makeState({ kind: "flag", column: "vip", missing: null }), 4, [1])).toEqual([1]);
  });
});
