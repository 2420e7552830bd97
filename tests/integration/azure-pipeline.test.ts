import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "@churn/tools/project.mjs";
import { lockedPython } from "@churn/tools/setup/locked-python.mjs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { componentPath, type Node, type PipelineFiles, readPipeline } from "../azure/pipeline-files.ts";
import { runPipeline } from "../azure/run-pipeline.ts";
import { layOutTrainingImage } from "../azure/training-image.ts";
import type { ProjectCopy } from "../support/project-copy.ts";
import { projectFile } from "../support/project-file.ts";
import { smallProject } from "../support/small-project.ts";

const MINUTES = 60_000;
const COMMIT = "0123456789abcdef0123456789abcdef01234567";
/** In the place of / in a job's container: what the image holds, and beside it snapshots and outputs. */
const machine = mkdtempSync(join(tmpdir(), "churn-azure-"));
let project: ProjectCopy;
let python: string;
let files: PipelineFiles;

beforeAll(async () => {
  python = await lockedPython(root, "azureml", { oldestMinor: 10 });
  layOutTrainingImage(machine);
  project = smallProject();
  files = readPipeline(project.folder);
  expect(project.dvc("repro").exitCode).toBe(0);
}, 5 * MINUTES);
afterAll(() => {
  project?.remove();
  rmSync(machine, { recursive: true, force: true });
});

/** Runs the pipeline of the project's files, each job in a snapshot of its own. */
function run(name: string, more = {}) {
  const place = (...parts: string[]) => join(machine, "mnt", name, ...parts);
  const outputOf = (job: string, output: string) => place(job, "outputs", output);
  const component = componentPath(project.folder, files.pipeline.jobs.train as Node); // that of the others is the same
  execFileSync(python, [projectFile("tests/azure/snapshot.py"), component, place("snapshot")], { stdio: "pipe" });
  const snapshotOf = (job: string) => {
    cpSync(place("snapshot"), place(job, "wd"), { recursive: true });
    return place(job, "wd");
  };
  const data = place("customers.csv");
  cpSync(project.path("data/customers.csv"), data);
  const ran = runPipeline(files, { snapshotOf, outputOf }, { data, commit: COMMIT, branch: "feature/x" }, more);
  const json = (job: string, output: string, file: string) =>
    JSON.parse(readFileSync(join(outputOf(job, output), file), "utf8"));
  return { ran, outputOf, json };
}

const DONE = ["validate", "prepare", "train", "evaluate", "gate", "release"].map((job) => ({ job, exitCode: 0 }));
const ends = (ran: { job: string; exitCode: number | null; output: string }[]) =>
  ran.map(({ job, exitCode, output }) => (exitCode === 0 ? { job, exitCode } : { job, exitCode, output }));

it(
  "the components make the model that dvc repro makes, beside the champion too",
  () => {
    const { ran, outputOf, json } = run("first");
    expect(ends(ran)).toEqual(DONE);
    const lineage = json("release", "release", "lineage.json");
    const made = project.json("models/churn/lineage.json");
    expect(lineage.modelDigest).toBe(made.modelDigest);
    expect(lineage.inputs).toEqual(made.inputs);
    expect(lineage.data).toEqual(made.data);
    expect(lineage.git).toEqual({ commit: COMMIT, branch: "feature/x", dirty: false });
    expect(readdirSync(outputOf("evaluate", "evaluation")).sort()).toEqual(readdirSync(project.path("metrics")).sort());
    expect(existsSync(join(outputOf("train", "training"), "metrics.json"))).toBe(true);

    const champion = join(machine, "champion");
    cpSync(outputOf("release", "release"), join(champion, "artifacts/champion"), { recursive: true });
    const version = { champion: { version: 1, modelDigest: lineage.modelDigest } };
    writeFileSync(join(champion, "champion.json"), JSON.stringify(version));
    const second = run("second", { evaluate: { champion }, release: { champion } });
    expect(ends(second.ran)).toEqual(DONE);
    expect(second.json("evaluate", "evaluation", "comparison.json")).toMatchObject({ status: "compared", ...version });
    expect(second.json("release", "release", "lineage.json").modelDigest).toBe(lineage.modelDigest);
  },
  3 * MINUTES,
);

it(
  "a gate that says no ends it, and what it decided can be read",
  () => {
    project.setParam(["gate", "subscriptions", "accuracy"], 0.99);
    const { ran, json, outputOf } = run("strict");
    expect(ran.at(-1)).toMatchObject({ job: "gate", exitCode: 1, output: expect.stringContaining("0.99") });
    expect(json("gate", "decision", "decision.json")).toMatchObject({ passed: false });
    expect(json("evaluate", "evaluation", "eval_metrics.json").accuracy).toBeLessThan(0.99);
    expect(existsSync(outputOf("release", "release"))).toBe(false);
  },
  2 * MINUTES,
);
