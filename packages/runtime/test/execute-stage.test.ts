import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { defineStage, executeStage, type Stage, writeJson } from "../src/index.ts";
import { makeParams } from "./make-params.ts";
import { type MakeFolder, useFolders } from "./support/use-folders.ts";

const makeFolder = useFolders();

/** Writes a folder, a report and, while it runs, a log; then ends as the test wants. */
const stageThat = (ends: Stage["run"]): Stage =>
  defineStage({
    name: "try",
    summary: "for this test",
    inputs: { table: "table.csv" },
    outputs: { parts: "parts", report: "report.json", log: "log" },
    params: ["evaluate"],
    live: "log",
    run: async (context) => {
      const { parts, report, log } = context.outputs as { parts: string; report: string; log: string };
      mkdirSync(parts);
      writeFileSync(join(parts, "one"), readFileSync(context.inputs.table as string));
      writeJson(report, "new");
      mkdirSync(log, { recursive: true });
      writeFileSync(join(log, "values.tsv"), "new");
      return ends(context as Parameters<Stage["run"]>[0]);
    },
  });
const execute = (stage: Stage, at: ReturnType<MakeFolder>, params = makeParams()) => {
  const outputs = { parts: at("out/parts"), report: at("out/report.json"), log: at("out/log") };
  return executeStage(stage, { table: at("table.csv") }, outputs, params);
};
const before = { "table.csv": "rows", "out/parts/one": "old", "out/report.json": "old", "out/log/values.tsv": "old" };

describe("a stage that ends well", () => {
  const endsWell = stageThat(async () => undefined);

  it("leaves its outputs where they were asked for, in folders that are made for them", async () => {
    const at = makeFolder({ "table.csv": "rows" });
    await expect(execute(endsWell, at)).resolves.toBeUndefined();
    expect(readFileSync(at("out/parts/one"), "utf8")).toBe("rows");
    expect(readFileSync(at("out/report.json"), "utf8")).toBe('"new"\n');
    expect(readdirSync(at("out"))).toEqual(["log", "parts", "report.json"]);
  });

  it("replaces the outputs of the run before, whole", async () => {
    const at = makeFolder(before);
    await execute(endsWell, at);
    expect(readFileSync(at("out/parts/one"), "utf8")).toBe("rows");
    expect(readFileSync(at("out/log/values.tsv"), "utf8")).toBe("new");
    expect(readdirSync(at("out"))).toEqual(["log", "parts", "report.json"]);
  });

  it("gets the parameters that it was started with", async () => {
    const at = makeFolder({ "table.csv": "rows" });
    const params = makeParams({ evaluate: { threshold: "max-f1" } });
    const stage = stageThat(async (context) => ({ failed: String(context.params.evaluate.threshold) }));
    await expect(execute(stage, at, params)).resolves.toEqual({ failed: "max-f1" });
  });
});

describe("while a stage runs", () => {
  it("its outputs are still those of the run before, but for the one that is read live", async () => {
    const at = makeFolder(before);
    const seen: Record<string, unknown> = {};
    const stage = stageThat(async () => {
      seen.parts = readFileSync(at("out/parts/one"), "utf8");
      seen.report = readFileSync(at("out/report.json"), "utf8");
      seen.log = readFileSync(at("out/log/values.tsv"), "utf8");
      return undefined;
    });
    await execute(stage, at);
    expect(seen).toEqual({ parts: "old", report: "old", log: "new" });
  });
});

describe("a stage that throws", () => {
  const throws = stageThat(async () => {
    throw new RangeError("no");
  });

  it("leaves its outputs as they were", async () => {
    const at = makeFolder(before);
    await expect(execute(throws, at)).rejects.toThrow(new RangeError("no"));
    expect(readFileSync(at("out/parts/one"), "utf8")).toBe("old");
    expect(readFileSync(at("out/report.json"), "utf8")).toBe("old");
  });

  it("makes no output appear", async () => {
    const at = makeFolder({ "table.csv": "rows" });
    await expect(execute(throws, at)).rejects.toThrow();
    expect(existsSync(at("out/parts"))).toBe(false);
    expect(existsSync(at("out/report.json"))).toBe(false);
  });
});

it("a check that says no keeps the outputs, because they say why", async () => {
  const at = makeFolder(before);
  const stage = stageThat(async () => ({ failed: "too few rows" }));
  await expect(execute(stage, at)).resolves.toEqual({ failed: "too few rows" });
  expect(readFileSync(at("out/parts/one"), "utf8")).toBe("rows");
  expect(readFileSync(at("out/report.json"), "utf8")).toBe('"new"\n');
});

it("does not replace a file by a folder, and then moves no other output either", async () => {
  const at = makeFolder({ "table.csv": "rows", "out/parts": "a file of mine", "out/report.json": "old" });
  const run = execute(
    stageThat(async () => undefined),
    at,
  );
  await expect(run).rejects.toMatchObject({
    exitCode: 2,
    message: `${at("out/parts")} is a file, and a folder is to be written there; nothing was touched`,
  });
  expect(readFileSync(at("out/parts"), "utf8")).toBe("a file of mine");
  expect(readFileSync(at("out/report.json"), "utf8")).toBe("old");
});

it("does not replace a folder that somebody named and that holds something else", async () => {
  const at = makeFolder({ ...before, "out/parts/thesis.txt": "mine" });
  const run = execute(
    stageThat(async () => undefined),
    at,
  );
  await expect(run).rejects.toMatchObject({ code: "USAGE_INVALID", message: expect.stringContaining("thesis.txt") });
  expect(readdirSync(at("out/parts"))).toEqual(["one", "thesis.txt"]);
  expect(readFileSync(at("out/report.json"), "utf8")).toBe("old");
});
