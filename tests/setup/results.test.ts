import { sumResults } from "@churn/tools/check/test-results.mjs";
import { testedWorkspaces } from "@churn/tools/check/workspaces.mjs";
import { failedStage } from "@churn/tools/start/stage-status.mjs";
import { summary } from "@churn/tools/start/summary.mjs";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "./temporary-folder.ts";

const report = (passed: number, failed = 0, pending = 0, testResults: object[] = []) =>
  JSON.stringify({
    success: failed === 0,
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: pending,
    numTodoTests: 0,
    testResults,
  });

describe("the sum of the tests", () => {
  test("adds up what each workspace reports", () => {
    const root = temporaryFolder({ "a/test-results.json": report(3, 1), "b/test-results.json": report(4, 0, 2) });
    expect(sumResults(root, ["a", "b"])).toEqual({ passed: 7, failed: 1, skipped: 2, problems: ["a: 1 failed"] });
  });

  test.each([
    { when: "left no report", text: undefined, problem: "left no test results" },
    { when: "ran nothing", text: report(0), problem: "ran no test" },
    {
      when: "has a broken file",
      text: report(3, 0, 0, [{ status: "failed", assertionResults: [] }]),
      problem: "1 failed",
    },
  ])("counts a workspace that $when as a failure, and names it", ({ text, problem }) => {
    const root = temporaryFolder(text ? { "a/test-results.json": text } : {});
    expect(sumResults(root, ["a"])).toMatchObject({ failed: 1, problems: [`a: ${problem}`] });
  });

  test("asks only workspaces that have a test script", () => {
    const root = temporaryFolder({
      "package.json": `{"workspaces": ["packages/*", "tests"]}`,
      "packages/a/package.json": `{"scripts": {"test": "vitest run"}}`,
      "packages/b/package.json": "{}",
      "packages/c/left-over.txt": "",
      "tests/package.json": `{"scripts": {"test": "vitest run"}}`,
    });
    expect(testedWorkspaces(root)).toEqual(["packages/a", "tests"]);
  });
});

const status = (stage: string, exitCode: number, second: number) =>
  JSON.stringify({
    stage,
    exitCode,
    seconds: 1.26,
    message: exitCode ? "too few rows" : "",
    finishedAt: `2026-01-01T00:00:0${second}Z`,
  });

test("the stage that failed last is the one that stopped the run", () => {
  const root = temporaryFolder({
    "artifacts/status/validate.json": status("validate", 0, 1),
    "artifacts/status/gate.json": status("gate", 1, 3),
    "artifacts/status/half.json": "{",
  });
  expect(failedStage(root)).toMatchObject({ stage: "gate", exitCode: 1 });
  expect(failedStage(temporaryFolder())).toBeUndefined();
});

test("the summary names gates, rows, seconds and the version", () => {
  const checks = [
    { metric: "roc_auc", slice: null, value: 0.91234, threshold: 0.88, atLeast: true, passed: true },
    { metric: "recall", slice: "never purchased", value: null, threshold: 0.5, atLeast: true, passed: false },
  ];
  const root = temporaryFolder({
    "dvc.yaml": "vars: []\nstages:\n  train:\n    cmd: x\n  gate:\n    cmd: y\n",
    "artifacts/status/train.json": status("train", 0, 1),
    "artifacts/status/register.json": JSON.stringify({
      version: 2,
      modelDigest: "abcdef0123456789",
      created: false,
      aliases: ["candidate"],
    }),
    "artifacts/decision.json": JSON.stringify({ passed: false, checks }),
    "artifacts/features/split.json": JSON.stringify({ rows: { in: 100, train: 60, val: 20, test: 19, rejected: 1 } }),
  });
  const text = summary(root, 12_345);
  expect(text).toMatch(/roc_auc +0\.9123 +gate ≥ 0\.8800 +passed/);
  expect(text).toMatch(/recall \(never purchased\) +null +gate ≥ 0\.5000 +FAILED/);
  expect(text).toContain("100 in, 1 rejected");
  expect(text).toContain("train 1.3 s, gate up to date");
  expect(text).toContain("version 2 (candidate), registered before, digest abcdef012345");
  expect(text).toContain("Done in 12.3 s");
});

test("the summary of a project that has run nothing is not an error", () => {
  expect(summary(temporaryFolder({ "dvc.yaml": "stages: {}\n" }), 1)).toContain("Next:");
});
