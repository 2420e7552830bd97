import type { LayersModel } from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { FlatTraining } from "../src/flat-training.ts";
import { type Backend, buildNetwork, ChurnModel, fitNetwork, type TensorFlow } from "../src/index.ts";
import { LayersTraining } from "../src/layers-training.ts";
import { exclusiveOr, inBatchesOf, validateOn } from "./exclusive-or.ts";
import { makeParams, twoNumbers } from "./make-state.ts";

/** What every backend promises; each in a test file, and so a process, of its own. */
export function describeBackend(backend: Backend, loaded: { tf: TensorFlow; backend: Backend } | undefined) {
  describe.skipIf(loaded === undefined)(`TensorFlow.js ${backend}`, () => {
    const { tf } = loaded as { tf: TensorFlow };
    const params = makeParams({ hiddenUnits: [16], piecewiseLinearPieces: 4, epochs: 6, learningRate: 0.05 });
    const data = exclusiveOr(400);
    const train = (changed = params) =>
      fitNetwork(
        tf,
        buildNetwork(tf, 2, twoNumbers, changed),
        { batches: () => inBatchesOf(64, data), validate: validateOn(exclusiveOr(200, 7)) },
        changed,
        () => {},
      );

    it("is the one that was asked for", () => {
      expect(loaded?.backend).toBe(backend);
    });

    it("learns what no linear model can", async () => {
      const { best } = await train();
      expect(best.validationRocAuc).toBeGreaterThan(0.95);
    });

    it("learns the same weights, bit by bit, from the same seed, and others from another", async () => {
      const weights = async (seed: number) => {
        const { model } = await train({ ...params, epochs: 1, dropout: 0.2, seed });
        return Buffer.from((await model.toFiles())["weights.bin"]).toString("hex");
      };
      expect(await weights(5)).toBe(await weights(5));
      expect(await weights(5)).not.toBe(await weights(6));
    });

    it.each([
      { network: "layers alone", params: makeParams() },
      { network: "pieces", params: makeParams({ piecewiseLinearPieces: 4, hiddenUnits: [12, 6, 3] }) },
      { network: "one layer", params: makeParams({ hiddenUnits: [5] }) },
      { network: "a layer of one unit", params: makeParams({ hiddenUnits: [3, 1] }) },
    ])("trains as TensorFlow.js itself does: $network", async ({ params }) => {
      const networks = [1, 2].map(() => buildNetwork(tf, 2, twoNumbers, params)) as [LayersModel, LayersModel];
      const trainings = [new FlatTraining(tf, networks[0]), new LayersTraining(tf, networks[1])];
      for (const size of [23, 37]) {
        for await (const batch of inBatchesOf(size, data)) {
          const [loss, expected] = await Promise.all(trainings.map((training) => training.trainOnBatch(batch)));
          expect(loss).toBeCloseTo(expected as number, 4); // theirs goes through a rounded probability
        }
      }
      for (const training of trainings) training.finishEpoch();
      const [weights, expected] = networks.map((network) => network.getWeights().map((weight) => weight.dataSync()));
      const byHowMuch = weights!.map((values, i) => values.map((value, j) => Math.abs(value - expected![i]![j]!)));
      expect(Math.max(...byHowMuch.flatMap((values) => [...values]))).toBeLessThan(1e-5);
      const untrained = buildNetwork(tf, 2, twoNumbers, params)
        .getWeights()
        .map((weight) => [...weight.dataSync()]);
      expect(weights!.map((values) => [...values])).not.toEqual(untrained);
    });

    it("predicts what the layers say, computed by hand", () => {
      const network = buildNetwork(tf, 2, twoNumbers, makeParams({ hiddenUnits: [3] }));
      const [kernel, bias, outKernel, outBias] = network.getWeights().map((weight) => weight.dataSync());
      const byHand = (x: number[]) => {
        const hidden = [0, 1, 2].map((unit) =>
          Math.max(
            0,
            x.reduce((sum, value, i) => sum + value * (kernel?.[3 * i + unit] as number), bias?.[unit] as number),
          ),
        );
        const logit = hidden.reduce(
          (sum, value, unit) => sum + value * (outKernel?.[unit] as number),
          outBias?.[0] as number,
        );
        return 1 / (1 + Math.exp(-logit));
      };
      const x = exclusiveOr(50).x;
      const scores = new ChurnModel(tf, network).predict(x);
      expect([...scores]).toEqual(
        Array.from(scores, (_, row) => expect.closeTo(byHand([...x.subarray(2 * row, 2 * row + 2)]), 5)),
      );
    });

    it("predicts the same after saving and loading", async () => {
      const { model } = await train({ ...params, epochs: 1 });
      const again = await ChurnModel.fromFiles(tf, await model.toFiles(), "a test");
      expect(again.predict(data.x)).toEqual(model.predict(data.x));
    });

    it.each([
      { network: "layers alone", params: makeParams() },
      {
        network: "pieces and dropout",
        params: makeParams({ piecewiseLinearPieces: 4, hiddenUnits: [9, 6], dropout: 0.1 }),
      },
      { network: "a layer of another kind", params: makeParams({ activation: "tanh" }) },
    ])("predicts for a service what it predicts otherwise: $network", async ({ params }) => {
      const { model } = await train({ ...params, epochs: 1 });
      const predictor = model.toPredictor();
      const { numTensors } = tf.memory();
      for (const rows of [0, 1, 63, 64, 400]) {
        const x = data.x.subarray(0, 2 * rows);
        expect([...predictor(x)]).toEqual([...model.predict(x)].map((score) => expect.closeTo(score, 6)));
      }
      expect(tf.memory().numTensors).toBe(numTensors);
    });

    it("gives its memory back", async () => {
      const files = await new ChurnModel(tf, buildNetwork(tf, 2, twoNumbers, params)).toFiles();
      const { numTensors } = tf.memory();
      const model = await ChurnModel.fromFiles(tf, files, "a test");
      model.toPredictor()(data.x);
      model.dispose();
      expect(tf.memory().numTensors).toBe(numTensors);
    });

    it("keeps no memory of predictions", () => {
      const model = new ChurnModel(tf, buildNetwork(tf, 2, twoNumbers, params));
      model.predict(data.x);
      const { numTensors } = tf.memory();
      for (let time = 0; time < 100; time++) model.predict(data.x);
      expect(tf.memory().numTensors).toBe(numTensors);
    });
  });
}
