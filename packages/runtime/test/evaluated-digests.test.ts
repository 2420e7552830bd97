import { createHash } from "node:crypto";
import { FEATURE_FILES } from "@churn/contracts";
import { expect, it } from "vitest";
import { evaluatedDigests } from "../src/index.ts";
import { makeFolder } from "./make-folder.ts";

const files = {
  "model/model.json": "network",
  "model/weights.bin": "weights",
  [`features/${FEATURE_FILES.transformer}`]: "transformer",
  [`features/${FEATURE_FILES.test}`]: "held out",
  [`features/${FEATURE_FILES.train}`]: "trained on",
};
const digestsOf = (changed: object = {}) => {
  const at = makeFolder({ ...files, ...changed });
  return evaluatedDigests({ model: at("model"), features: at("features") });
};
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

it("says by its bytes what was judged", async () => {
  expect(await digestsOf()).toEqual({
    model: sha256("networkweights"),
    transformer: sha256("transformer"),
    holdout: sha256("held out"),
  });
});

it.each([
  { file: "model/model.json", changes: ["model"] },
  { file: "model/weights.bin", changes: ["model"] },
  { file: `features/${FEATURE_FILES.transformer}`, changes: ["transformer"] },
  { file: `features/${FEATURE_FILES.test}`, changes: ["holdout"] },
  { file: `features/${FEATURE_FILES.train}`, changes: [] },
])("another $file changes $changes", async ({ file, changes }) => {
  const [before, after] = [await digestsOf(), await digestsOf({ [file]: "other" })];
  const names = ["model", "transformer", "holdout"] as const;
  expect(names.filter((name) => before[name] !== after[name])).toEqual(changes);
});

it("asks for training when there is no model", async () => {
  const at = makeFolder();
  await expect(evaluatedDigests({ model: at("model"), features: at("features") })).rejects.toMatchObject({
    code: "ARTIFACT_MISSING",
    exitCode: 3,
    where: at("model/model.json"),
    fix: "run `npm run train`, which writes it",
  });
});
