import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export type Port = { type: string; optional?: boolean };
export type Component = {
  name: string;
  command: string;
  inputs: Record<string, Port>;
  outputs: Record<string, Port>;
};
/** A job's inputs and outputs: bindings such as `${{parent.inputs.data}}`. */
export type Node = { component: string; inputs: Record<string, string>; outputs?: Record<string, string> };
export type Pipeline = { outputs: Record<string, Port>; jobs: Record<string, Node> };
export type PipelineFiles = { pipeline: Pipeline; components: Record<string, Component> };

const FOLDER = "pipelines";

/** Where the component of a job lies. */
export const componentPath = (root: string, { component }: Node): string => join(root, FOLDER, component);

/** A pipeline, and by their jobs' names the components that it names. */
export function readPipeline(root: string, file = "training-pipeline.yaml"): PipelineFiles {
  const read = (path: string) => parse(readFileSync(path, "utf8"));
  const pipeline: Pipeline = read(join(root, FOLDER, file));
  const jobs = Object.entries(pipeline.jobs);
  return {
    pipeline,
    components: Object.fromEntries(jobs.map(([job, node]) => [job, read(componentPath(root, node))])),
  };
}

/** `${{parent.jobs.JOB.outputs.NAME}}` or `${{parent.inputs.NAME}}`; the job is undefined there. */
export function parseBinding(text: string): { job?: string; name: string } {
  const { job, output, input } =
    /^\$\{\{parent\.(?:jobs\.(?<job>\w+)\.outputs\.(?<output>\w+)|inputs\.(?<input>\w+))\}\}$/.exec(text)?.groups ?? {};
  if (job && output) return { job, name: output };
  if (input) return { name: input };
  throw new Error(`${text} is no binding`);
}
