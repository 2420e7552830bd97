import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { defineStage, executeStage, type Stage, writeJson } from "../src/index.ts";
import { makeFolder } from "./make-folder.ts";
import { makeParams } from "./make-params.ts";

/** Writes a folder, a report and, while it runs, a log; then ends as the test wants. */
const stageThat = (ends: Stage["run"]): Stage =>
  defineStage({
    name: "try",
    summary: "for this test",
    inputs: { table: "table.csv" },
    outputs: { parts: "parts", report: "report.json", log: "log" },
    live: "log",
    run: async (context) => {
      const { parts, report, log } = context.outputs as { parts: string; report: string; log: string };
      mkdirSync(parts);
      writeFileSync(join(parts, "one"), readFileSync(context.inputs.table as string));
      writeJson(report, "new");
      rmSync(log, { recursive: true, force: true });
      mkdirSync(log);
      writeFileSync(join(log, "values.tsv"), "new");
      return ends(context);
    },
  });
const execute = (stage: Stage, at: ReturnType<typeof makeFolder>, params = makeParams()) => {
  const outputs = { parts: at("out/parts"), report: at("out/report.json"), log: at("out/log") };
  return executeStage(stage, { table: at("table.csv") }, outputs, params);
};
const before = { "table.csv": "rows", "out/parts/old": "old", "out/report.json": "old", "out/log/old.tsv": "old" };

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
    expect(readdirSync(at("out/parts"))).toEqual(["one"]);
    expect(readdirSync(at("out/log"))).toEqual(["values.tsv"]);
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
      seen.parts = readdirSync(at("out/parts"));
      seen.report = readFileSync(at("out/report.json"), "utf8");
      seen.log = readdirSync(at("out/log"));
      return undefined;
    });
    await execute(stage, at);
    expect(seen).toEqual({ parts: ["old"], report: "old", log: ["values.tsv"] });
  });
});

describe("a stage that throws", () => {
  const throws = stageThat(async () => {
    throw new RangeError("no");
  });

  it("leaves its outputs as they were", async () => {
    const at = makeFolder(before);
    await expect(execute(throws, at)).rejects.toThrow(new RangeError("no"));
    expect(readdirSync(at("out/parts"))).toEqual(["old"]);
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
  expect(readdirSync(at("out/parts"))).toEqual(["one"]);
  expect(readFileSync(at("out/report.json"), "utf8")).toBe('"new"\n');
});

describe("an output's place", () => {
  const endsWell = stageThat(async () => undefined);

  it("is never what it is not: a folder is not replaced by a file, nor a file by a folder, and no other output moves", async () => {
    const at = makeFolder({ "table.csv": "rows", "out/parts": "a file of mine", "out/report.json": "old" });
    await expect(execute(endsWell, at)).rejects.toMatchObject({
      exitCode: 2,
      message: `${at("out/parts")} is a file, and a folder is to be written there; nothing was touched`,
    });
    expect(readFileSync(at("out/parts"), "utf8")).toBe("a file of mine");
    expect(readFileSync(at("out/report.json"), "utf8")).toBe("old");
  });

  it.each([".", "..", "/"])("is never %s, which holds the folder of the run", async (place) => {
    const outputs = { parts: place, report: "report.json", log: "log" };
    const run = executeStage(endsWell, { table: "table.csv" }, outputs, makeParams());
    await expect(run).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(`${place} holds`) });
  });
});
