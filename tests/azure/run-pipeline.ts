import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type Node, type Pipeline, type PipelineFiles, parseBinding } from "./pipeline-files.ts";

type Values = Readonly<Record<string, string>>;
export type Ran = { readonly job: string; readonly exitCode: number | null; readonly output: string };
type Machine = {
  /** Makes the folder that a job starts in. */
  readonly snapshotOf: (job: string) => string;
  /** Of each job's output, a folder. */
  readonly outputOf: (job: string, name: string) => string;
  /** Variables that Azure ML sets. */
  readonly env?: Values;
};

/**
 * Does with a pipeline what Azure ML does: orders the jobs, gives each its folders, substitutes and runs its command.
 * No job runs after one that failed.
 *
 * @param inputs - of the pipeline
 * @param more - of single jobs, as `--set jobs.JOB.inputs.NAME.path=` adds them
 */
export async function runPipeline(
  { pipeline, components }: PipelineFiles,
  { snapshotOf, outputOf, env }: Machine,
  inputs: Values,
  more: Readonly<Record<string, Values>> = {},
): Promise<Ran[]> {
  const ran: Ran[] = [];
  for (const [job, node] of inOrder(pipeline)) {
    const { command, outputs } = components[job] as PipelineFiles["components"][string];
    const bound = Object.entries(node.inputs).map(([name, binding]) => {
      const source = parseBinding(binding);
      return [name, source.job ? outputOf(source.job, source.name) : inputs[source.name]];
    });
    const folders = Object.keys(outputs).map((name) => [name, outputOf(job, name)] as const);
    for (const [, folder] of folders) mkdirSync(folder, { recursive: true }); // a mount is there before the job
    const values = { inputs: { ...Object.fromEntries(bound), ...more[job] }, outputs: Object.fromEntries(folders) };
    ran.push({ job, ...(await runCommand(substitute(command, values), snapshotOf(job), env)) });
    if (ran.at(-1)?.exitCode !== 0) break;
  }
  return ran;
}

/** What a job needs comes before it; else from the last to the first, as the file's order means nothing. */
function inOrder({ jobs }: Pipeline): [string, Node][] {
  const left = Object.entries(jobs).reverse();
  const ordered: [string, Node][] = [];
  const isDone = (job: string | undefined) => job === undefined || ordered.some(([done]) => done === job);
  while (left.length > 0) {
    const next = left.findIndex(([, node]) =>
      Object.values(node.inputs).every((text) => isDone(parseBinding(text).job)),
    );
    if (next < 0) throw new Error(`${left.map(([job]) => job).join(", ")} wait for each other`);
    ordered.push(...left.splice(next, 1));
  }
  return ordered;
}

/** `$[[…]]` goes when an optional input in it was not given. */
function substitute(command: string, values: Readonly<Record<"inputs" | "outputs", Values>>): string {
  const found = (kind: string, name: string) => values[kind as "inputs" | "outputs"][name];
  const reference = /\$\{\{(inputs|outputs)\.(\w+)\}\}/g;
  return command
    .replaceAll(/\$\[\[(.*?)\]\]/g, (_, part: string) =>
      [...part.matchAll(reference)].every(([, kind, name]) => found(kind as string, name as string)) ? part : "",
    )
    .replaceAll(reference, (text, kind, name) => {
      const value = found(kind, name);
      if (value === undefined) throw new Error(`nothing is bound to ${text}`);
      return value;
    });
}

/** With no git, no registry and no settings of this machine. */
async function runCommand(command: string, cwd: string, more: Values = {}) {
  const { PATH, HOME = "", TFJS_BACKEND } = process.env;
  const env = { PATH, HOME: join(HOME, "none"), TFJS_BACKEND, ...more };
  const child = spawn("bash", ["-c", `exec 2>&1; ${command}`], { cwd, env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  const output = await text(child.stdout);
  const [exitCode] = await ended;
  return { exitCode: exitCode as number | null, output };
}
