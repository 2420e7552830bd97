import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { projectFile } from "../support/project-file.ts";
import { stages } from "./stages.ts";

type DvcStage = { cmd: string; deps: string[]; params?: string[] } & Record<"outs" | "metrics" | "plots", Entry[]>;
type Entry = string | Record<string, unknown>;

const dvc = parse(readFileSync(projectFile("dvc.yaml"), "utf8")) as { stages: Record<string, DvcStage> };
const pathOf = (entry: Entry) => (typeof entry === "string" ? entry : (Object.keys(entry)[0] as string));

describe.each(stages)("$name in dvc.yaml", ({ name, inputs, outputs, params, program, package: owner }) => {
  const stage = dvc.stages[name] as DvcStage;

  it("runs the stage's own program", () => expect(stage.cmd).toBe(`node --import tsx/esm ${program}`));

  it("reads the parameters that it declares", () => expect(stage.params).toEqual(params));

  it("depends on its inputs and on the sources of every package it is made of", () => {
    const files = Object.values(inputs);
    const sources = sourcesOf(owner);
    const covers = (dep: string) => files.some((path) => dep === path || dep.startsWith(`${path}/`));
    expect(stage.deps.filter((dep) => !covers(dep))).toEqual(sources);
    for (const path of files)
      expect(
        stage.deps.some((dep) => dep === path || dep.startsWith(`${path}/`)),
        path,
      ).toBe(true);
  });

  it("declares its outputs, each within one of the program's", () => {
    const declared = [...(stage.outs ?? []), ...(stage.metrics ?? []), ...(stage.plots ?? [])].map(pathOf);
    for (const path of Object.values(outputs)) {
      expect(
        declared.some((entry) => entry === path || entry.startsWith(`${path}/`)),
        path,
      ).toBe(true);
    }
    for (const entry of declared) {
      expect(
        Object.values(outputs).some((path) => entry === path || entry.startsWith(`${path}/`)),
        entry,
      ).toBe(true);
    }
  });
});

it("has no stage without a program and no program without a stage", () => {
  expect(Object.keys(dvc.stages)).toEqual(stages.map((stage) => stage.name));
});

it("keeps every stage package in the graph", () => {
  const owners = new Set(stages.map((stage) => stage.package));
  expect([...owners].sort()).toEqual(["evaluate", "preprocess", "register", "train"]);
});

/** Source folders of a package and of all that it depends on, from the manifests. */
function sourcesOf(owner: string): string[] {
  const seen = new Set<string>();
  const visit = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    const manifest = JSON.parse(readFileSync(projectFile(`packages/${name}/package.json`), "utf8"));
    const local = readdirSync(projectFile("packages"));
    for (const dependency of Object.keys(manifest.dependencies ?? {})) {
      const folder = dependency.split("/")[1] ?? "";
      if (dependency.startsWith(manifest.name.split("/")[0]) && local.includes(folder)) visit(folder);
    }
  };
  visit(owner);
  return [...seen].sort().map((name) => `packages/${name}/src`);
}
