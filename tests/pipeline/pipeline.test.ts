import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { ProjectCopy } from "../support/project-copy.ts";
import { smallProject } from "../support/small-project.ts";

type DvcStage = Partial<Record<"outs" | "metrics" | "plots", (string | object)[]>>;

const MINUTES = 60_000;
let project: ProjectCopy;

beforeAll(() => {
  project = smallProject();
  const { exitCode, output } = project.dvc("repro");
  expect(output).toContain("Quality gates passed");
  expect(exitCode).toBe(0);
}, 3 * MINUTES);
afterAll(() => project?.remove());

const digest = (copy: ProjectCopy) => copy.json("models/churn/lineage.json").modelDigest as string;
const MODELS = "packages/register/src/models.cli.ts";
const register = (copy: ProjectCopy) => copy.run("--import", "tsx/esm", "packages/register/src/register.cli.ts");

describe("dvc repro", () => {
  it(
    "leads from the raw table to a registered model, and then has nothing to do",
    () => {
      const { output, exitCode } = register(project);
      expect(output).toContain("version 1");
      expect(exitCode).toBe(0);
      expect(register(project).output).toContain("lready registered");
      expect(project.dvc("status").output).toContain("up to date");
    },
    MINUTES,
  );

  it(
    "is made anew from its commit, to the same model digest",
    () => {
      const { output, exitCode } = project.run("--import", "tsx/esm", MODELS, "reproduce", "candidate");
      expect(output).toContain(`version 1 is reproduced: the same model digest, ${digest(project)}`);
      expect(exitCode).toBe(0);
    },
    2 * MINUTES,
  );

  it("writes no file that dvc.yaml does not declare", () => {
    const { stages } = parse(readFileSync(project.path("dvc.yaml"), "utf8")) as { stages: Record<string, DvcStage> };
    const declared = Object.values(stages).flatMap(({ outs = [], metrics = [], plots = [] }) =>
      [...outs, ...metrics, ...plots].map((out) => (typeof out === "string" ? out : (Object.keys(out)[0] as string))),
    );
    const written = ["artifacts", "metrics", "models"].flatMap((folder) =>
      readdirSync(project.path(folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(project.folder, join(entry.parentPath, entry.name))),
    );
    const isDeclared = (path: string) => declared.some((out) => path === out || path.startsWith(`${out}/`));
    expect(written.filter((path) => !isDeclared(path) && !path.startsWith("artifacts/status/"))).toEqual([]);
  });

  it(
    "reaches the gates without the native library too, and a model that answers alike",
    () => {
      const wasm = smallProject();
      wasm.environment.TFJS_BACKEND = "wasm";
      expect(wasm.dvc("repro").exitCode).toBe(0);
      expect(wasm.json("models/churn/lineage.json").backend).toBe("wasm");
      const area = (copy: ProjectCopy) => copy.json("metrics/eval_metrics.json").roc_auc as number;
      expect(area(wasm)).toBeCloseTo(area(project), 1);
      wasm.remove();
    },
    2 * MINUTES,
  );

  it(
    "gives the same model when it is forced to run again, and in another clone",
    () => {
      const first = digest(project);
      expect(project.dvc("repro", "-f").exitCode).toBe(0);
      expect(digest(project)).toBe(first);
      expect(project.dvc("status").output).toContain("up to date");

      const second = smallProject();
      expect(second.dvc("repro").exitCode).toBe(0);
      expect(digest(second)).toBe(first);
      second.remove();
    },
    3 * MINUTES,
  );

  it(
    "keeps a release that was made behind the gate's back from the registry",
    () => {
      const signature = project.path("models/churn/signature.json");
      const before = readFileSync(signature, "utf8");
      writeFileSync(signature, before.replace('"threshold": 0.5', '"threshold": 0.1'));
      expect(register(project).exitCode).toBe(3);
      writeFileSync(signature, before);
    },
    MINUTES,
  );

  it(
    "stops at validate when the table is not valid: nothing is trained on it",
    () => {
      const data = project.path("data/customers.csv");
      const before = readFileSync(data);
      const [header, first] = before.toString().split("\n") as [string, string];
      const fields = first.split(",");
      fields[header.split(",").indexOf("tenure_months")] = "";
      fields[0] = "C-without-tenure";
      appendFileSync(data, `${fields.join(",")}\n`);
      expect(project.dvc("repro", "train").output).toContain("is not the table that data.dvc pins");
      project.dvc("add", "-q", "data/customers.csv");
      const { exitCode, output } = project.dvc("repro", "train");
      expect(exitCode).toBe(255);
      expect(output).toContain("DATA VALIDATION FAILED:");
      expect(output).toContain("C-without-tenure");
      expect(output).not.toContain("Running stage 'preprocess'");
      expect(project.json("artifacts/status/validate.json").exitCode).toBe(1);
      writeFileSync(data, before);
      project.git("checkout", "-q", "data.dvc");
    },
    MINUTES,
  );

  it(
    "releases nothing when the gate says no",
    () => {
      project.setParam(["gate", "subscriptions", "roc_auc"], 0.999);
      const { exitCode, output } = project.dvc("repro");
      expect(exitCode).toBe(255);
      expect(output).toMatch(/QUALITY GATE FAILED:\n.*ROC AUC 0\.\d{4} below threshold 0\.9990/);
      expect(existsSync(project.path("models/churn"))).toBe(true); // the release of before
      expect(register(project).exitCode).toBe(3);
    },
    MINUTES,
  );
});
