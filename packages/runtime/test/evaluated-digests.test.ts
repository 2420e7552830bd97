import { FEATURE_FILES } from "@churn/contracts";
import { describe, expect, it } from "vitest";
import { evaluatedDigests } from "../src/index.ts";
import { useFolders } from "./support/use-folders.ts";

const makeFolder = useFolders();
const files = {
  "model/model.json": "network",
  "model/weights.bin": "weights",
  ...Object.fromEntries(Object.entries(FEATURE_FILES).map(([name, file]) => [`features/${file}`, name])),
};
const digestsOf = (changed: object = {}) => {
  const at = makeFolder({ ...files, ...changed });
  return evaluatedDigests({ model: at("model"), features: at("features") });
};

describe("what was judged", () => {
  it("is known by its bytes, wherever they lie", async () => {
    const { model, features } = await digestsOf();
    expect(await digestsOf()).toEqual({ model, features });
    expect(model).toMatch(/^[0-9a-f]{64}$/);
    expect(features).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(Object.keys(files))("is something else with another %s", async (file) => {
    const [before, after] = [await digestsOf(), await digestsOf({ [file]: "other" })];
    const changed = file.startsWith("model/") ? "model" : "features";
    const kept = changed === "model" ? "features" : "model";
    expect(after[changed]).not.toBe(before[changed]);
    expect(after[kept]).toBe(before[kept]);
  });

  it.each([
    { missing: "model", fix: "run `npm run train`, which writes it" },
    { missing: "features", fix: "run `npm run preprocess`, which writes it" },
  ])("can't be said without $missing", async ({ missing, fix }) => {
    const at = makeFolder(files);
    const inputs = { model: at("model"), features: at("features"), [missing]: at("none") };
    const failure = { code: "ARTIFACT_MISSING", exitCode: 3, where: at("none"), fix };
    await expect(evaluatedDigests(inputs)).rejects.toMatchObject(failure);
  });
});
