import type { LayersModel } from "@tensorflow/tfjs";
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

describe("a network of another make is not", () => {
  type Layers = Parameters<typeof tf.sequential>[0];
  const compiled = (
    layers: NonNullable<Layers>["layers"],
    how: Partial<Parameters<LayersModel["compile"]>[0]> = {},
  ) => {
    const network = tf.sequential({ layers: layers as never });
    network.compile({ optimizer: tf.train.adam(), loss: "binaryCrossentropy", ...how });
    return network;
  };
  const hidden = (extra: object = {}) => tf.layers.dense({ units: 3, activation: "relu", inputShape: [2], ...extra });
  const output = () => tf.layers.dense({ units: 1, activation: "sigmoid" });

  it.each([
    { make: "plain", flat: true, network: () => compiled([hidden(), output()]) },
    {
      make: "another optimizer",
      flat: false,
      network: () => compiled([hidden(), output()], { optimizer: tf.train.sgd(1) }),
    },
    { make: "another loss", flat: false, network: () => compiled([hidden(), output()], { loss: "meanSquaredError" }) },
    { make: "a regularizer", flat: false, network: () => compiled([hidden({ kernelRegularizer: "l1l2" }), output()]) },
    { make: "no bias", flat: false, network: () => compiled([hidden({ useBias: false }), output()]) },
    {
      make: "a normalization",
      flat: false,
      network: () => compiled([hidden(), tf.layers.batchNormalization(), output()]),
    },
    { make: "an activation apart", flat: false, network: () => compiled([hidden(), tf.layers.reLU(), output()]) },
  ])("$make: $flat", ({ network, flat }) => expect(isFlatTrainable(network())).toBe(flat));
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
