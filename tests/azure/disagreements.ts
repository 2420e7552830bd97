import { basename, extname } from "node:path";
import type { Stage } from "@churn/runtime";
import { type Component, type PipelineFiles, parseBinding } from "./pipeline-files.ts";

type Entry = string | Record<string, unknown>;
type DvcStage = { cmd: string } & Partial<Record<"outs" | "metrics" | "plots", Entry[]>>;
export type Dvc = { stages: Record<string, DvcStage> };
type Program = Stage & { readonly program: string };

/** What Azure ML calls a stage. */
export const jobOf = (stage: string): string => (stage === "preprocess" ? "prepare" : stage);

/** Inputs that no file of the repository is: they come from the pipeline's own. */
const STATED: Record<string, string[]> = { release: ["commit", "branch"] };

/**
 * Where the components, the pipeline, dvc.yaml and the stage programs do not say the same; nothing when they do.
 *
 * @param stages - in the order of dvc.yaml
 */
export function disagreements({ pipeline, components }: PipelineFiles, dvc: Dvc, stages: readonly Program[]): string[] {
  const found: string[] = [];
  const same = (what: string, is: unknown, should: unknown) => {
    const [a, b] = [JSON.stringify(is), JSON.stringify(should)];
    if (a !== b) found.push(`${what}: ${a}, and it should be ${b}`);
  };
  same(
    "jobs",
    Object.keys(pipeline.jobs),
    stages.map(({ name }) => jobOf(name)),
  );
  same(
    "stages of dvc.yaml",
    Object.keys(dvc.stages),
    stages.map(({ name }) => name),
  );
  for (const stage of stages) {
    const job = jobOf(stage.name);
    const component = components[job];
    const node = pipeline.jobs[job];
    if (!component || !node) continue;
    same(`${job}: name`, component.name, job);
    same(`${job}: command`, wordsOf(component), expectedWords(stage, component));
    same(`${job}: program in dvc.yaml`, dvc.stages[stage.name]?.cmd.split(" ").at(-1), stage.program);
    const stated = STATED[stage.name] ?? [];
    same(`${job}: inputs`, Object.keys(component.inputs).sort(), [...Object.keys(stage.inputs), ...stated].sort());
    same(`${job}: outputs`, Object.keys(component.outputs).sort(), Object.keys(stage.outputs).sort());
    const bound = Object.entries(node.inputs).map(([name, text]): Bound => [name, parseBinding(text)]);
    same(`${job}: bindings`, bound.sort(byName), expectedBindings(stage, component, dvc, stages).sort(byName));
    for (const name of Object.keys(node.outputs ?? {}))
      same(`${job}: output ${name}`, node.outputs?.[name], `\${{parent.outputs.${name}}}`);
  }
  return found;
}

/** The stage's flags, in any order. */
const wordsOf = ({ command }: Component) =>
  [...command.matchAll(/(\$\[\[)?--(?:in|out) \S+|\S+\.cli\.ts/g)].map(([text]) => text.replace(/\]\]$/, "")).sort();

function expectedWords(stage: Program, { inputs }: Component): string[] {
  const flag = (kind: "in" | "out", [name, path]: [string, string]) => {
    const within = inputs[name]?.type !== "uri_file" && extname(path) !== "" ? `/${basename(path)}` : "";
    const text = `--${kind} ${name}=\${{${kind}puts.${name}}}${within}`;
    return inputs[name]?.optional && kind === "in" ? `$[[${text}` : text;
  };
  const flags = Object.entries(stage.inputs).map((port) => flag("in", port));
  return [stage.program, ...flags, ...Object.entries(stage.outputs).map((port) => flag("out", port))].sort();
}

type Bound = [string, { job?: string; name: string }];
const byName = ([a]: Bound, [b]: Bound) => (a < b ? -1 : 1);

/** An input is the output of the stage that writes its file in dvc.yaml; of the pipeline, when no stage does. */
function expectedBindings(stage: Program, { inputs }: Component, dvc: Dvc, stages: readonly Program[]): Bound[] {
  const bindings = Object.entries(stage.inputs).flatMap(([name, path]): Bound[] => {
    const isIn = (out: string) => out === path || out.startsWith(`${path}/`);
    const producer = stages.find((other) => outputsOf(dvc, other).some(isIn));
    if (!producer) return inputs[name]?.optional ? [] : [[name, { name }]];
    const [output = "none"] = Object.entries(producer.outputs).find(([, out]) => out === path) ?? [];
    return [[name, { job: jobOf(producer.name), name: output }]];
  });
  return [...bindings, ...(STATED[stage.name] ?? []).map((name): Bound => [name, { name }])];
}

function outputsOf(dvc: Dvc, { name }: Program): string[] {
  const { outs = [], metrics = [], plots = [] } = dvc.stages[name] ?? {};
  return [...outs, ...metrics, ...plots].map((entry) =>
    typeof entry === "string" ? entry : (Object.keys(entry)[0] as string),
  );
}
