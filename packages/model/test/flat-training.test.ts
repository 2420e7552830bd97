import { describe, expect, it } from "vitest";
import { FlatTraining, isFlatTrainable } from "../src/flat-training.ts";
import { buildNetwork, loadTensorFlow } from "../src/index.ts";
import { makeParams, twoNumbers } from "./make-state.ts";

const { tf } = await loadTensorFlow();

describe("a network is trained by the short way", () => {
  it.each([
    { with: "ReLU layers", params: makeParams(), flat: true },
    { with: "pieces before them", params: makeParams({ piecewiseLinearPieces: 4 }), flat: true },
    { with: "one layer", params: makeParams({ hiddenUnits: [3] }), flat: true },
    { with: "another activation", params: makeParams({ activation: "tanh" }), flat: false },
    { with: "dropout", params: makeParams({ dropout: 0.1 }), flat: false },
  ])("with $with: $flat", ({ params, flat }) => {
    expect(isFlatTrainable(buildNetwork(tf, 2, twoNumbers, params))).toBe(flat);
  });
});

it("no tensor is left behind", () => {
  const training = new FlatTraining(tf, buildNetwork(tf, 2, twoNumbers, makeParams({ piecewiseLinearPieces: 4 })));
  const batch = { rows: 2, x: Float32Array.of(1, 2, 3, 4), y: Float32Array.of(0, 1) };
  const { numTensors } = tf.memory();
  for (let step = 0; step < 10; step++) training.trainOnBatch(batch);
  expect(tf.memory().numTensors).toBe(numTensors);
});

it("a score far from its label neither overflows nor is lost", () => {
  const network = buildNetwork(tf, 2, twoNumbers, makeParams({ hiddenUnits: [1] }));
  network.setWeights([tf.tensor2d([1, 0], [2, 1]), tf.tensor1d([0]), tf.tensor2d([1], [1, 1]), tf.tensor1d([0])]);
  const loss = new FlatTraining(tf, network).trainOnBatch({
    rows: 2,
    x: Float32Array.of(1000, 0, 1000, 0),
    y: Float32Array.of(0, 1),
  });
  expect(loss).toBeCloseTo(500, 3);
});
