import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const pathOf = (root, workspace) => join(root, workspace, "test-results.json");

/** What is there afterwards is of this run, or was put back by turbo for the same sources. */
export function forgetResults(root, workspaces) {
  for (const workspace of workspaces) rmSync(pathOf(root, workspace), { force: true });
}

/** Sums vitest's JSON reports; a workspace without one, or one that failed outside a test, counts as a failure. */
export function sumResults(root, workspaces) {
  const total = { passed: 0, failed: 0, skipped: 0, problems: [] };
  for (const workspace of workspaces) {
    const { passed, failed, skipped, problem } = readResult(root, workspace);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    if (problem) total.problems.push(`${workspace}: ${problem}`);
  }
  return total;
}

function readResult(root, workspace) {
  const nothing = { passed: 0, failed: 1, skipped: 0 };
  try {
    const report = JSON.parse(readFileSync(pathOf(root, workspace), "utf8"));
    const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests } = report;
    const broken = report.testResults.filter(
      ({ status, assertionResults }) => status === "failed" && !hasFailure(assertionResults),
    );
    const failed = numFailedTests + broken.length;
    if (passed + failed === 0) return { ...nothing, problem: "ran no test" };
    if (failed === 0 && !report.success) return { ...nothing, passed, problem: "failed outside its tests" };
    return { passed, failed, skipped: numPendingTests + numTodoTests, problem: failed > 0 && `${failed} failed` };
  } catch {
    return { ...nothing, problem: "left no test results" };
  }
}

const hasFailure = (assertions) => assertions.some(({ status }) => status === "failed");
