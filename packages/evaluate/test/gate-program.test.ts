import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { useFolders } from "@churn/runtime/test-support";
import { describe, expect, it, vi } from "vitest";
import { checkMetricsFile } from "../src/check-metrics-file.ts";
import { makeComparison, makeEvalMetrics, makeParams, makeSlice } from "./make-metrics.ts";

const makeFolder = useFolders();

const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const program = fileURLToPath(new URL("../src/gate.cli.ts", import.meta.url));

/** `npm run gate -- …` in a folder with these metrics. */
function gate(args: string[], files: Record<string, string> = {}) {
  const at = makeFolder(files);
  return new Promise<{ code: number | null; stdout: string; stderr: string; left: string[]; at: typeof at }>(
    (resolve) => {
      const options = { cwd: at(), timeout: 15_000, killSignal: "SIGKILL" } as const;
      const child = spawn(process.execPath, ["--import", tsx, program, ...args], options);
      let [stdout, stderr] = ["", ""];
      child.stdout.on("data", (text) => {
        stdout += text;
      });
      child.stderr.on("data", (text) => {
        stderr += text;
      });
      child.on("close", (code) => resolve({ code, stdout, stderr, left: readdirSync(at()), at }));
    },
  );
}
const lesson = ["--metrics-file", "m.json", "--min-accuracy", "0.85", "--min-auc", "0.88"];
const passed = "Quality gates passed: accuracy=0.8712, auc=0.9123\n";

// Concurrent, because most of the time goes into starting Node.
describe.concurrent("the lesson's command", () => {
  it("passes a good model, and decides nothing", async ({ expect }) => {
    const { code, stdout, stderr, left } = await gate(lesson, { "m.json": '{"accuracy": 0.8712, "roc_auc": 0.9123}' });
    expect({ code, stdout, stderr, left }).toEqual({ code: 0, stdout: passed, stderr: "", left: ["m.json"] });
  });

  it("fails a bad one with exit code 1, and decides nothing", async ({ expect }) => {
    const metrics = '{"accuracy": 0.84, "f1_score": NaN, "roc_auc": 0.87}'; // as Python writes it
    const { code, stdout, stderr, left } = await gate(lesson, { "m.json": metrics });
    expect({ code, stdout, left }).toEqual({ code: 1, stdout: "", left: ["m.json"] });
    expect(stderr).toBe(
      "QUALITY GATE FAILED:\n  - Accuracy 0.8400 below threshold 0.8500\n  - ROC AUC 0.8700 below threshold 0.8800\n",
    );
  });

  it("asks for the file that is not there, exit code 3", async ({ expect }) => {
    const { code, stderr } = await gate(lesson);
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /^cannot read m\.json: it is not there\n {2}where: m\.json\n {2}mend: {2}run `npm run evaluate`/,
    );
  });

  it("does not take a percentage, exit code 2", async ({ expect }) => {
    const { code, stderr, left } = await gate(["--min-auc", "88"], { "m.json": "{}" });
    expect({ code, left }).toEqual({ code: 2, left: ["m.json"] });
    expect(stderr).toMatch(/^"88" is not a number between 0 and 1\n {2}where: the command line\n/);
  });

  it("without flags is the stage, which decides", async ({ expect }) => {
    const { code, stdout, at } = await gate([], {
      "params.yaml": JSON.stringify(makeParams()),
      "metrics/eval_metrics.json": JSON.stringify(makeEvalMetrics({ accuracy: 0.8712, roc_auc: 0.9123 })),
      "metrics/slices.json": JSON.stringify([makeSlice("young")]),
      "metrics/comparison.json": JSON.stringify(makeComparison()),
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${passed}No champion to compare with yet\n` });
    expect(JSON.parse(readFileSync(at("artifacts/decision.json"), "utf8")).passed).toBe(true);
  });
});

describe("a file of metrics", () => {
  const check = (text: string, minimum = { accuracy: 0.85, roc_auc: 0.88 }) => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    return checkMetricsFile(makeFolder({ "m.json": text })("m.json"), minimum);
  };

  it.each([
    '{"accuracy": 0.85, "roc_auc": 0.88}',
    '{"loss": NaN, "worst": -Infinity, "all": [NaN, Infinity], "accuracy": 1, "roc_auc": 1}',
    JSON.stringify(makeEvalMetrics()),
  ])("passes when both are reached: %s", async (text) => {
    await expect(check(text)).resolves.toBeUndefined();
  });

  it.each([
    '{"roc_auc": 0.99}',
    '{"accuracy": null, "roc_auc": 0.99}',
    '{"accuracy": NaN, "roc_auc": 0.99}',
    '{"accuracy": Infinity, "roc_auc": 0.99}',
    '{"accuracy": "0.99", "roc_auc": 0.99}',
    '{"accuracy": [0.99], "roc_auc": 0.99}',
  ])("fails when the accuracy is not a number: %s", async (text) => {
    await expect(check(text)).rejects.toThrow(
      /^QUALITY GATE FAILED:\n {2}- Accuracy is missing or not a number, threshold 0\.8500$/,
    );
  });

  it.each([{ text: "" }, { text: '{"accuracy": 0.9' }, { text: "null" }, { text: "0.9" }])(
    "is no file of metrics: $text",
    async ({ text }) => {
      await expect(check(text)).rejects.toMatchObject({
        code: "ARTIFACT_INVALID",
        exitCode: 3,
        message: expect.stringMatching(/m\.json is not a JSON object$/),
        fix: "run `npm run evaluate`",
      });
    },
  );

  it("needs something to be held against", async () => {
    await expect(checkMetricsFile("m.json", {})).rejects.toMatchObject({
      code: "USAGE_INVALID",
      exitCode: 2,
      message: "there is nothing to check the metrics against",
      fix: "for example --min-accuracy 0.85 --min-auc 0.88",
    });
  });

  it("is held against one bound alone where only one is given", async () => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const path = makeFolder({ "m.json": '{"roc_auc": 0.9}' })("m.json");
    await expect(checkMetricsFile(path, { roc_auc: 0.88 })).resolves.toBeUndefined();
    await expect(checkMetricsFile(path, { roc_auc: 0.91 })).rejects.toThrow("ROC AUC 0.9000 below threshold 0.9100");
  });
});
