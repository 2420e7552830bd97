import { describe, expect, it } from "vitest";
import { type Batch, buildNetwork, type ChurnModel, type Epoch, fitNetwork, loadTensorFlow } from "../src/index.ts";
import { exclusiveOr, inBatchesOf, validateOn } from "./exclusive-or.ts";
import { makeParams, twoNumbers } from "./make-state.ts";

const { tf } = await loadTensorFlow();
const data = exclusiveOr(64);
const learn = (
  validate: (model: ChurnModel) => Promise<{ loss: number; rocAuc: number }>,
  changed: { epochs?: number; patience?: number; batches?: (epoch: number) => AsyncIterable<Batch> } = {},
) => {
  const { epochs = 10, patience = 2, batches = () => inBatchesOf(32, data) } = changed;
  const seen: Epoch[] = [];
  const network = buildNetwork(tf, 2, twoNumbers, makeParams({ seed: 1 }));
  const ended = fitNetwork(tf, network, { batches, validate }, { epochs, patience }, (epoch) => seen.push(epoch));
  return ended.then(({ model, best }) => ({ model, best, seen }));
};

/** Validation losses as the test wants them; `scores` are the predictions at each epoch. */
function losses(...values: number[]) {
  const scores: Float32Array[] = [];
  const validate = async (model: ChurnModel) => {
    scores.push(model.predict(data.x));
    return { loss: values[scores.length - 1] as number, rocAuc: 0.5 + scores.length / 100 };
  };
  return { validate, scores };
}

describe("training", () => {
  it("keeps the weights of the epoch with the lowest validation loss", async () => {
    const { validate, scores } = losses(0.6, 0.4, 0.5, 0.4);
    const { model, best } = await learn(validate);
    expect(best).toEqual({ epoch: 2, loss: expect.any(Number), validationLoss: 0.4, validationRocAuc: 0.52 });
    expect(model.predict(data.x)).toEqual(scores[1]);
    expect(model.predict(data.x)).not.toEqual(scores[3]);
  });

  it.each([
    { when: "patience is over", values: [0.6, 0.5, 0.5, 0.7, 0.1], patience: 2, epochs: 10, ends: 4 },
    { when: "patience of one epoch is over", values: [0.6, 0.7, 0.1], patience: 1, epochs: 10, ends: 2 },
    { when: "all epochs are over", values: [0.6, 0.5, 0.4], patience: 1, epochs: 3, ends: 3 },
    { when: "a better epoch has come in time", values: [0.6, 0.7, 0.5, 0.7, 0.8], patience: 2, epochs: 10, ends: 5 },
  ])("ends when $when", async ({ values, patience, epochs, ends }) => {
    const { seen } = await learn(losses(...values).validate, { patience, epochs });
    expect(seen.map(({ epoch }) => epoch)).toEqual(Array.from({ length: ends }, (_, i) => i + 1));
    expect(seen.map(({ validationLoss }) => validationLoss)).toEqual(values.slice(0, ends));
  });

  it("asks for the batches of each epoch, and lowers the loss with them", async () => {
    const asked: number[] = [];
    const batches = (epoch: number) => {
      asked.push(epoch);
      return inBatchesOf(16, data);
    };
    const { seen } = await learn(validateOn(data), { batches, epochs: 5, patience: 5 });
    expect(asked).toEqual([1, 2, 3, 4, 5]);
    expect(seen.at(-1)?.loss).toBeLessThan(seen[0]?.loss as number);
  });

  it("counts every row the same, however the batches are cut", async () => {
    const still = makeParams({ learningRate: 1e-12 }); // the weights do not move, so the loss is that of the data
    const lossWith = async (batches: () => AsyncIterable<Batch>) => {
      const network = buildNetwork(tf, 2, twoNumbers, still);
      const validate = validateOn(data);
      return (await fitNetwork(tf, network, { batches, validate }, { epochs: 1, patience: 1 }, () => {})).best;
    };
    const uneven = await lossWith(() => inBatchesOf(60, data)); // 60 rows, then 4
    expect(uneven.loss).toBeCloseTo((await lossWith(() => inBatchesOf(16, data))).loss, 5);
    expect(uneven.loss).toBeCloseTo(uneven.validationLoss, 4);
  });

  it.each([
    {
      when: "the training loss is NaN",
      batches: () => inBatchesOf(16, { ...data, x: data.x.map(() => NaN) }),
      validate: validateOn(data),
      says: "the training loss is NaN in epoch 1: the training has diverged",
    },
    {
      when: "the validation loss is NaN",
      batches: () => inBatchesOf(16, data),
      validate: async () => ({ loss: NaN, rocAuc: 0.5 }),
      says: "the validation loss is NaN in epoch 1: the training has diverged",
    },
  ])("stops when $when, and says which parameter to change", async ({ batches, validate, says }) => {
    await expect(learn(validate, { batches })).rejects.toMatchObject({
      code: "PARAMS_INVALID",
      exitCode: 2,
      message: says,
      where: "params.yaml, section train",
      fix: "lower train.learningRate",
    });
  });

  it("leaves nothing in memory but the model", async () => {
    const network = buildNetwork(tf, 2, twoNumbers, makeParams());
    const train = () =>
      fitNetwork(
        tf,
        network,
        { batches: () => inBatchesOf(16, data), validate: validateOn(data) },
        { epochs: 3, patience: 3 },
        () => {},
      );
    await train(); // the optimizer makes its own tensors at the first step
    const { numTensors } = tf.memory();
    await train();
    expect(tf.memory().numTensors).toBe(numTensors);
  });
});
