import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readEnvironment, readJson, readParams } from "../src/index.ts";
import { makeParams } from "./make-params.ts";
import { useFolders } from "./support/use-folders.ts";

const makeFolder = useFolders();

describe("an artifact", () => {
  const Schema = z.strictObject({ rows: z.int() });
  const read = (path: string) => readJson(path, Schema, "run `npm run train`");

  it("comes back as its schema says", async () => {
    const at = makeFolder({ "a.json": '{"rows": 3}' });
    await expect(read(at("a.json"))).resolves.toEqual({ rows: 3 });
  });

  it.each([
    { when: "it is cut short", text: '{"rows": ', says: /a\.json is not whole JSON: / },
    { when: "it is empty", text: "", says: /a\.json is not whole JSON: / },
    { when: "a key is missing", text: "{}", says: /a\.json is not what it should be:\n(.|\n)*at rows/ },
    { when: "a key is unknown", text: '{"rows": 1, "row": 1}', says: /Unrecognized key: "row"/ },
    {
      when: "a value is of another type",
      text: '{"rows": "1"}',
      says: /expected number, received string(.|\n)*at rows/,
    },
  ])("is refused when $when", async ({ text, says }) => {
    const at = makeFolder({ "a.json": text });
    await expect(read(at("a.json"))).rejects.toMatchObject({
      code: "ARTIFACT_INVALID",
      exitCode: 3,
      message: expect.stringMatching(says),
      where: at("a.json"),
      fix: "run `npm run train`",
    });
  });

  it("that is not there is named, with what writes it", async () => {
    const at = makeFolder();
    await expect(read(at("a.json"))).rejects.toMatchObject({
      code: "ARTIFACT_MISSING",
      exitCode: 3,
      where: at("a.json"),
      fix: "run `npm run train`",
    });
  });
});

describe("params.yaml", () => {
  const text = JSON.stringify(makeParams()); // JSON is YAML

  it("comes back as it is written", async () => {
    const at = makeFolder({ "params.yaml": `# a comment\n${text}` });
    await expect(readParams(at("params.yaml"))).resolves.toEqual(makeParams());
  });

  it.each([
    { when: "it is no YAML", of: "train: [1,", says: "params.yaml is not YAML: " },
    { when: "a key stands there twice", of: "dataset: a\ndataset: b", says: "params.yaml is not YAML: " },
    {
      when: "a key is misspelt",
      of: text.replace('"epochs"', '"epoch"'),
      says: '✖ Unrecognized key: "epoch"\n  → at train',
    },
    { when: "a share is 1.5", of: text.replace(":0.2", ":1.5"), says: "→ at preprocess.testFraction" },
  ])("is refused when $when", async ({ of, says }) => {
    const at = makeFolder({ "params.yaml": of });
    await expect(readParams(at("params.yaml"))).rejects.toMatchObject({
      code: "PARAMS_INVALID",
      exitCode: 2,
      message: expect.stringContaining(says),
      where: at("params.yaml"),
      fix: `edit ${at("params.yaml")}`,
    });
  });

  it.each([
    { when: "it is empty", of: "\n", says: "params.yaml is empty" },
    { when: "it is a list", of: "- a\n- b\n", says: "it holds a list instead of `section:` lines" },
    { when: "it is a sentence", of: "hello", says: 'it holds the string "hello" instead of `section:` lines' },
  ])("is refused when $when, and may be restored", async ({ of, says }) => {
    const at = makeFolder({ "params.yaml": of });
    await expect(readParams(at("params.yaml"))).rejects.toMatchObject({
      code: "PARAMS_INVALID",
      message: expect.stringContaining(says),
      fix: `restore it from git: git checkout ${at("params.yaml")}`,
    });
  });

  it("is asked for when it is not there", async () => {
    const at = makeFolder();
    await expect(readParams(at("params.yaml"))).rejects.toMatchObject({
      code: "PARAMS_INVALID",
      exitCode: 2,
      message: `${at("params.yaml")} is missing`,
      where: at("params.yaml"),
    });
  });
});

describe("the environment", () => {
  it.each([
    { variables: {}, chosen: undefined },
    { variables: { TFJS_BACKEND: "" }, chosen: undefined },
    { variables: { TFJS_BACKEND: "wasm", PATH: "/bin" }, chosen: "wasm" },
    { variables: { TFJS_BACKEND: "native" }, chosen: "native" },
  ])("$variables chooses $chosen", ({ variables, chosen }) => {
    expect(readEnvironment(variables).TFJS_BACKEND).toBe(chosen);
  });

  it("names the variable that is wrong, and what it may be", () => {
    const read = () => readEnvironment({ TFJS_BACKEND: "gpu" });
    expect(read).toThrow(/"native"\|"wasm"(.|\n)*TFJS_BACKEND/);
    expect(read).toThrow(expect.objectContaining({ code: "ENVIRONMENT_INVALID", exitCode: 2 }));
  });
});
