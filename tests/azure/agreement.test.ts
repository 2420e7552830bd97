import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { stages } from "../agreement/stages.ts";
import { projectFile } from "../support/project-file.ts";
import { type Dvc, disagreements } from "./disagreements.ts";
import { componentPath, type PipelineFiles, readPipeline } from "./pipeline-files.ts";

const files = readPipeline(projectFile(""));
const dvc = parse(readFileSync(projectFile("dvc.yaml"), "utf8")) as Dvc;

it("components, pipeline, dvc.yaml and the stage programs say the same", () => {
  expect(disagreements(files, dvc, stages)).toEqual([]);
});

/** The text of the files with one word in the place of another, everywhere or in one of them. */
const renamed = <T>(value: T, from: string, to: string): T =>
  JSON.parse(JSON.stringify(value).replaceAll(from, () => to));
const inComponent = (job: string, from: string, to: string): PipelineFiles => ({
  ...files,
  components: { ...files.components, [job]: renamed(files.components[job], from, to) as never },
});
const inPipeline = (from: string, to: string) => ({ ...files, pipeline: renamed(files.pipeline, from, to) });

describe.each([
  ["an output of a component", inComponent("train", '"model"', '"network"')],
  ["an output and its flag", inComponent("train", "model", "network")],
  ["an output where it is bound", inPipeline("train.outputs.model", "train.outputs.training")],
  ["the job that writes an input", inPipeline("jobs.gate.outputs.decision", "jobs.evaluate.outputs.evaluation")],
  ["a job", inPipeline('"prepare"', '"preprocess"')],
  ["a flag", inComponent("gate", "--in evaluation", "--in metrics")],
  ["where an output is written", inComponent("train", "outputs.model}}", "outputs.training}}")],
  ["a file within an output", inComponent("gate", "/decision.json", "/verdict.json")],
  ["a program", inComponent("gate", "gate.cli", "evaluate.cli")],
  ["a component", inComponent("validate", '"validate"', '"check"')],
  ["an optional input that is not any more", inComponent("evaluate", '"optional":true', '"optional":false')],
  ["the commit", inComponent("release", '"commit"', '"revision"')],
])("another name: %s", (_, mutated) => {
  it("is found", () => {
    expect(mutated).not.toEqual(files);
    expect(disagreements(mutated, dvc, stages)).not.toEqual([]);
  });
});

it.each([
  ["artifacts/features", "artifacts/numbers"],
  ["train.cli.ts", "fit.cli.ts"],
])("%s as %s in dvc.yaml is found", (from, to) => {
  expect(disagreements(files, renamed(dvc, from, to), stages)).not.toEqual([]);
});

it("an output that a stage program calls otherwise is found", () => {
  const others = stages.map((stage) =>
    stage.name === "train" ? { ...stage, outputs: { network: "artifacts/model" } } : stage,
  );
  expect(disagreements(files, dvc, others as typeof stages)).not.toEqual([]);
});

it("every job has the same sources, in the same image", () => {
  const jobs = Object.entries(files.pipeline.jobs);
  const { pipeline } = readPipeline(projectFile(""), "drift-pipeline.yaml");
  const sources = [...jobs, ...Object.entries(pipeline.jobs)].map(([, node]) => {
    const { code, additional_includes, environment } = parse(
      readFileSync(componentPath(projectFile(""), node), "utf8"),
    );
    return JSON.stringify({ code, additional_includes, environment });
  });
  expect(new Set(sources).size).toBe(1);
});
