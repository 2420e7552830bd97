import { cpSync, rmSync, writeFileSync } from "node:fs";
import { SEAL_FILE } from "@churn/contracts";
import { beforeEach, describe, expect, it } from "vitest";
import { requireOneRun, requireSeal, sealDigest, writeSeal } from "../src/index.ts";
import { useFolders } from "./support/use-folders.ts";

const makeFolder = useFolders();
const files = { "features/train": "1", "features/deep/val": "2", "model/weights": "3", "other/weights": "4" };
let at: ReturnType<typeof makeFolder>;
const oneRun = () => requireOneRun({ features: at("features"), model: at("model") });

beforeEach(async () => {
  at = makeFolder(files);
  await writeSeal(at("features"));
  for (const model of ["model", "other"]) await writeSeal(at(model), { features: await sealDigest(at("features")) });
});

describe("a sealed folder", () => {
  it("is what was written together", async () => {
    expect(Object.keys((await requireSeal(at("features"), "")).files).sort()).toEqual(["deep/val", "train"]);
    await expect(oneRun()).resolves.toBeUndefined();
  });

  it.each<{ fault: string; spoil: () => void; says: string }>([
    { fault: "a file was changed", spoil: () => writeFileSync(at("features/train"), "9"), says: "together: train is" },
    {
      fault: "one is gone",
      spoil: () => rmSync(at("features/deep/val")),
      says: "together: deep/val is of another run",
    },
    { fault: "one came in", spoil: () => writeFileSync(at("features/new"), ""), says: "together: new is of another" },
    {
      fault: "weights of another",
      spoil: () => cpSync(at("other/weights"), at("model/weights")),
      says: "weights is of",
    },
  ])("is refused when $fault", async ({ spoil, says }) => {
    spoil();
    await expect(oneRun()).rejects.toMatchObject({ code: "ARTIFACT_INVALID", message: expect.stringContaining(says) });
  });

  it("of a model is refused beside other features", async () => {
    writeFileSync(at("features/train"), "9");
    await writeSeal(at("features"));
    await expect(oneRun()).rejects.toThrow("was trained on other features than those in");
  });

  it("is asked for when there is no seal", async () => {
    rmSync(at("model", SEAL_FILE));
    await expect(oneRun()).rejects.toMatchObject({ code: "ARTIFACT_MISSING" });
  });
});
