import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "@churn/tools/project.mjs";
import { lockedPython } from "@churn/tools/setup/locked-python.mjs";
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from "vitest";
import { startFakeAzure } from "../azure/fake-azure.ts";
import { componentPath, type Node, type PipelineFiles, readPipeline } from "../azure/pipeline-files.ts";
import { runPipeline } from "../azure/run-pipeline.ts";
import { layOutTrainingImage } from "../azure/training-image.ts";
import type { ProjectCopy } from "../support/project-copy.ts";
import { projectFile } from "../support/project-file.ts";
import { smallProject } from "../support/small-project.ts";
import { newWarehouse, READER, url } from "./postgres-warehouse.ts";

const MINUTES = 60_000;
const COMMIT = "0123456789abcdef0123456789abcdef01234567";
/** In the place of / in a job's container: what the image holds, and beside it snapshots and outputs. */
const machine = mkdtempSync(join(tmpdir(), "churn-azure-"));
let project: ProjectCopy;
let python: string;

beforeAll(async () => {
  python = await lockedPython(root, "azureml", { oldestMinor: 10 });
  layOutTrainingImage(machine);
  project = smallProject();
  expect(project.dvc("repro").exitCode).toBe(0);
}, 5 * MINUTES);
afterAll(() => {
  project?.remove();
  rmSync(machine, { recursive: true, force: true });
});

/** Runs a pipeline of the project's files, each job in a snapshot of its own. */
async function run(name: string, files: PipelineFiles, inputs: Record<string, string>, more = {}, env = {}) {
  const place = (...parts: string[]) => join(machine, "mnt", name, ...parts);
  const outputOf = (job: string, output: string) => place(job, "outputs", output);
  const [node] = Object.values(files.pipeline.jobs) as [Node]; // the sources of the others are the same
  const component = componentPath(project.folder, node);
  execFileSync(python, [projectFile("tests/azure/snapshot.py"), component, place("snapshot")], { stdio: "pipe" });
  const snapshotOf = (job: string) => {
    cpSync(place("snapshot"), place(job, "wd"), { recursive: true });
    return place(job, "wd");
  };
  const ran = await runPipeline(files, { snapshotOf, outputOf, env }, inputs, more);
  const json = (job: string, output: string, file: string) =>
    JSON.parse(readFileSync(join(outputOf(job, output), file), "utf8"));
  return { ran, outputOf, json };
}

function train(name: string, commit = COMMIT, more = {}) {
  const data = join(machine, "customers.csv");
  cpSync(project.path("data/customers.csv"), data);
  return run(name, readPipeline(project.folder), { data, commit, branch: "feature/x" }, more);
}

const TODAY = new Date().toISOString().slice(0, 10);

/** Today's customers of a business that changed, in a warehouse that only Key Vault knows, held against the model. */
async function drift(secretsBesides: Record<string, string> = {}) {
  const warehouse = url(await newWarehouse({ seed: 7, rows: 3_000, drift: true }, TODAY), READER);
  const azure = await startFakeAzure((address) => ({
    "warehouse-url": warehouse,
    "slack-webhook": `${address}/slack`,
    ...secretsBesides,
  }));
  onTestFinished(() => void azure.stop());
  const inputs = { model: project.path("models/churn"), key_vault: azure.address, repository: "acme/churn" };
  const model = join(machine, "model");
  cpSync(inputs.model, model, { recursive: true });
  const files = readPipeline(project.folder, "drift-pipeline.yaml");
  const env = { ...azure.env, GITHUB_API_URL: azure.address };
  const ran = await run(`drift${performance.now()}`, files, { ...inputs, model }, {}, env);
  return { ...ran, asked: (path: string) => azure.asked.filter((request) => request.path === path) };
}

describe.skipIf(!inject("postgres"))("the weekly drift", () => {
  it(
    "reads its secrets from Key Vault, asks GitHub to retrain, and tells Slack",
    async () => {
      const { ran, json, asked } = await drift({ "github-dispatch-token": "t0ken" });
      expect(ran).toMatchObject([{ exitCode: 1, output: expect.stringContaining("asked acme/churn to retrain") }]);
      expect(ran[0]?.output).not.toMatch(/s3cret|t0ken/);
      expect(json("drift", "report", "drift.json").verdict).toBe("drift");
      expect(asked("/repos/acme/churn/dispatches")).toMatchObject([{ authorization: "Bearer t0ken" }]);
      expect(asked("/slack")).toMatchObject([{ body: expect.stringContaining("GitHub was asked to retrain") }]);
    },
    MINUTES,
  );

  it(
    "without a token says which secret is missing, before any work",
    async () => {
      const { ran, asked } = await drift();
      expect(ran).toMatchObject([
        { exitCode: 3, output: expect.stringMatching(/^\S+ has no secret github-dispatch-token\n$/) },
      ]);
      expect(asked("/repos/acme/churn/dispatches")).toEqual([]);
      expect(asked("/slack")).toMatchObject([{ body: expect.stringContaining("exit code 3") }]);
    },
    MINUTES,
  );
});

const DONE = ["validate", "prepare", "train", "evaluate", "gate", "release"].map((job) => ({ job, exitCode: 0 }));
const ends = (ran: { job: string; exitCode: number | null; output: string }[]) =>
  ran.map(({ job, exitCode, output }) => (exitCode === 0 ? { job, exitCode } : { job, exitCode, output }));

it(
  "the components make the model that dvc repro makes, beside the champion too",
  async () => {
    const { ran, outputOf, json } = await train("first");
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
    const second = await train("second", "unknown", { evaluate: { champion }, release: { champion } });
    expect(ends(second.ran)).toEqual(DONE);
    expect(second.json("evaluate", "evaluation", "comparison.json")).toMatchObject({ status: "compared", ...version });
    expect(second.json("release", "release", "lineage.json")).toMatchObject({
      modelDigest: lineage.modelDigest,
      git: { commit: null, branch: "feature/x", dirty: true },
    });
  },
  3 * MINUTES,
);

it(
  "a gate that says no ends it, and what it decided can be read",
  async () => {
    project.setParam(["gate", "subscriptions", "accuracy"], 0.99);
    const { ran, json, outputOf } = await train("strict");
    expect(ran.at(-1)).toMatchObject({ job: "gate", exitCode: 1, output: expect.stringContaining("0.99") });
    expect(json("gate", "decision", "decision.json")).toMatchObject({ passed: false });
    expect(json("evaluate", "evaluation", "eval_metrics.json").accuracy).toBeLessThan(0.99);
    expect(existsSync(outputOf("release", "release"))).toBe(false);
  },
  2 * MINUTES,
);
