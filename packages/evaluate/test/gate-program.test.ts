import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("../src/gate.cli.ts", import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gate "));
});
afterEach(() => rmSync(folder, { recursive: true }));

function gate(metrics: string, ...args: string[]) {
  const file = join(folder, "metrics.json");
  writeFileSync(file, metrics);
  const command = ["--import", import.meta.resolve("tsx"), program, "--metrics-file", file, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: folder, encoding: "utf8" });
  return { status, output: stdout + stderr };
}

const lesson = ["--min-accuracy", "0.85", "--min-auc", "0.88"];

describe("npm run gate -- --metrics-file", () => {
  it.each([
    {
      metrics: '{"accuracy": 0.8712, "roc_auc": 0.9123}',
      status: 0,
      says: "Quality gates passed: accuracy=0.8712, auc=0.9123",
    },
    { metrics: '{"accuracy": 0.84, "roc_auc": 0.9123}', status: 1, says: "Accuracy 0.8400 below threshold 0.8500" },
    { metrics: '{"accuracy": 0.9, "roc_auc": NaN}', status: 1, says: "ROC AUC is missing or not a number" },
    { metrics: '{"accuracy": -Infinity}', status: 1, says: "Accuracy is missing or not a number" },
    { metrics: "[", status: 3, says: "is not a JSON object" },
  ])("answers $status to $metrics, and writes nothing", ({ metrics, status, says }) => {
    const answer = gate(metrics, ...lesson);
    expect(answer.output).toContain(says);
    expect(answer.status).toBe(status);
    expect(readdirSync(folder)).toEqual(["metrics.json"]);
  });

  it("takes a bound that is none, no bound at all and a file that is not there for wrong use or missing", () => {
    expect(gate("{}", "--min-auc", "high").status).toBe(2);
    expect(gate("{}").status).toBe(2);
    rmSync(join(folder, "metrics.json"));
    const command = ["--import", import.meta.resolve("tsx"), program, "--min-auc", "0.88"];
    expect(spawnSync(process.execPath, command, { cwd: folder }).status).toBe(3);
    expect(existsSync(join(folder, "artifacts"))).toBe(false);
  });
});
