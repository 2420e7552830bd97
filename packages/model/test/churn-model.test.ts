import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LayersModel, Tensor } from "@tensorflow/tfjs";
import { describe, expect, it, onTestFinished } from "vitest";
import { buildNetwork, ChurnModel, loadTensorFlow, type ModelFiles } from "../src/index.ts";
import { exclusiveOr } from "./exclusive-or.ts";
import { makeParams, twoNumbers } from "./make-state.ts";

const { tf, backend } = await loadTensorFlow();
const makeModel = () =>
  new ChurnModel(tf, buildNetwork(tf, 2, twoNumbers, makeParams({ piecewiseLinearPieces: 4, dropout: 0.1 })));
const { x } = exclusiveOr(100);

describe("a prediction", () => {
  it("of nobody is empty", () => {
    expect(makeModel().predict(new Float32Array(0))).toEqual(new Float32Array(0));
  });

  it("of a customer does not depend on who is beside", () => {
    const model = makeModel();
    const together = model.predict(exclusiveOr(40_000).x);
    const some = [0, 16_383, 16_384, 39_999];
    const alone = some.map((row) => model.predict(exclusiveOr(40_000).x.subarray(2 * row, 2 * row + 2))[0] as number);
    expect(together).toHaveLength(40_000);
    expect(some.map((row) => together[row])).toEqual(alone.map((score) => expect.closeTo(score, 6)));
  });

  it("of a part of a row is refused", () => {
    expect(() => makeModel().predict(new Float32Array(7))).toThrow(
      new RangeError("predict: expected rows of 2 features, received 7 numbers"),
    );
  });
});

describe("a saved model", () => {
  it("predicts the same, and is saved again in the same bytes", async () => {
    const model = makeModel();
    const files = await model.toFiles();
    const again = await ChurnModel.fromFiles(tf, files, "a test");
    expect(again.predict(x)).toEqual(model.predict(x));
    expect(await again.toFiles()).toEqual(files);
    expect(await model.toFiles()).toEqual(files);
  });

  it.skipIf(backend !== "native")("is what a TensorFlow.js reader knows", async () => {
    const folder = mkdtempSync(join(tmpdir(), "churn-test-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const model = makeModel();
    for (const [name, bytes] of Object.entries(await model.toFiles())) writeFileSync(join(folder, name), bytes);
    const read: LayersModel = await tf.loadLayersModel(`file://${join(folder, "model.json")}`);
    const scores = (read.predict(tf.tensor2d(x, [100, 2])) as Tensor).dataSync();
    expect([...scores]).toEqual([...model.predict(x)]);
  });

  it.each<{ when: string; broken: (files: ModelFiles) => Partial<ModelFiles>; says: RegExp }>([
    {
      when: "weights.bin is cut short",
      broken: (files) => ({ "weights.bin": files["weights.bin"].slice(0, -4) }),
      says: /^weights\.bin has \d+ bytes, model\.json asks for \d+$/,
    },
    {
      when: "weights.bin is of a larger model",
      broken: (files) => ({ "weights.bin": new Uint8Array(files["weights.bin"].length + 4) }),
      says: /^weights\.bin has \d+ bytes, model\.json asks for \d+$/,
    },
    {
      when: "weights.bin is empty",
      broken: () => ({ "weights.bin": new Uint8Array(0) }),
      says: /^weights\.bin has 0 bytes/,
    },
    {
      when: "model.json is cut short",
      broken: (files) => ({ "model.json": files["model.json"].slice(0, 500) }),
      says: /^model\.json is not whole JSON: /,
    },
    { when: "model.json is empty", broken: () => ({ "model.json": "" }), says: /^model\.json is not whole JSON: / },
    {
      when: "model.json is something else",
      broken: () => ({ "model.json": "{}" }),
      says: /^model\.json does not describe a network of TensorFlow\.js$/,
    },
    {
      when: "weights.bin holds what is no number",
      broken: (files) => ({ "weights.bin": new Uint8Array(files["weights.bin"].length).fill(0xff) }),
      says: /^weights\.bin holds what is no number$/,
    },
    {
      when: "model.json lacks its layers",
      broken: (files) => ({ "model.json": JSON.stringify({ ...JSON.parse(files["model.json"]), modelTopology: {} }) }),
      says: /^model\.json does not describe a network of TensorFlow\.js$/,
    },
  ])("is refused when $when", async ({ broken, says }) => {
    const files = await makeModel().toFiles();
    await expect(ChurnModel.fromFiles(tf, { ...files, ...broken(files) }, "artifacts/model")).rejects.toMatchObject({
      code: "ARTIFACT_INVALID",
      exitCode: 3,
      message: expect.stringMatching(says),
      where: "artifacts/model",
      fix: "run `npx dvc repro`, which makes it anew",
    });
  });
});
