import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { type Params, PipelineError } from "@churn/contracts";
import type { Command } from "commander";
import { isFolder, moveInto, temporaryBeside, writeJson } from "./files.ts";
import { readParams } from "./read-params.ts";
import { CheckFailed, defineCommand, diskFull, type Outcome, runCommand } from "./run-command.ts";

type Paths<Names extends string> = Readonly<Record<Names, string>>;

/** A check that said no: the outputs are kept, the exit code is 1. */
export type Verdict = { failed: string } | undefined;

/** One step of dvc.yaml: named files or folders in, named files or folders out. */
export type Stage<In extends string = string, Out extends string = string> = {
  readonly name: string;
  readonly summary: string;
  /** Default paths, the same as in dvc.yaml. */
  readonly inputs: Paths<In>;
  readonly outputs: Paths<Out>;
  /** An output that is read while it is written, and so has no temporary place: the stage empties it when it begins. */
  readonly live?: NoInfer<Out>;
  readonly run: (context: { inputs: Paths<In>; outputs: Paths<Out>; params: Params }) => Promise<Verdict>;
};

export const defineStage = <In extends string, Out extends string>(stage: Stage<In, Out>): Stage<In, Out> => stage;

/** Runs the stage in a temporary place and moves its outputs in when it has ended well. */
export async function executeStage(
  stage: Stage,
  inputs: Paths<string>,
  outputs: Paths<string>,
  params: Params,
): Promise<Verdict> {
  for (const path of Object.values(outputs)) refuseWorkingFolder(path);
  const temporary = Object.fromEntries(
    Object.entries(outputs).map(([name, path]) => [name, name === stage.live ? path : temporaryBeside(path)]),
  );
  const verdict = await stage.run({ inputs, outputs: temporary, params }).catch((error) => {
    throw diskFull(error, Object.values(outputs).join(", ")) ?? error;
  });
  const written = Object.entries(outputs).filter(([name]) => name !== stage.live);
  for (const [name, path] of written) requireSameKind(temporary[name] as string, path);
  for (const [name, path] of written) moveInto(temporary[name] as string, path);
  return verdict;
}

/** An output replaces whatever is in its place: that must not be the folder in which everything else stands. */
function refuseWorkingFolder(path: string): void {
  if (relative(resolve(path), "").startsWith("..")) return;
  throw new PipelineError("USAGE_INVALID", {
    what: `${path} holds the folder in which this runs; an output would replace it`,
    where: "the command line",
    fix: "name a place of its own with --out",
  });
}

function requireSameKind(temporary: string, path: string): void {
  if (!existsSync(path) || isFolder(path) === isFolder(temporary)) return;
  const [is, needed] = isFolder(path) ? ["folder", "file"] : ["file", "folder"];
  throw new PipelineError("USAGE_INVALID", {
    what: `${path} is a ${is}, and a ${needed} is to be written there; nothing was touched`,
    where: path,
    fix: `move it away, or name another place with --out`,
  });
}

/** The stage as a program: `--in NAME=PATH`, `--out NAME=PATH`, `--params FILE` say where it reads and writes. */
export function stageCommand(stage: Stage): Command {
  const list = (value: string, all: string[]) => [...all, value];
  return defineCommand(stage.name, stage.summary)
    .option("--in <name=path>", `read an input elsewhere: ${describe(stage.inputs)}`, list, [])
    .option("--out <name=path>", `write an output elsewhere: ${describe(stage.outputs)}`, list, [])
    .option("--params <file>", "parameters", "params.yaml")
    .action(async (options: { in: string[]; out: string[]; params: string }) => {
      const inputs = override(stage.inputs, options.in, "--in");
      const outputs = override(stage.outputs, options.out, "--out");
      const verdict = await executeStage(stage, inputs, outputs, await readParams(options.params));
      if (verdict) throw new CheckFailed(verdict.failed);
    });
}

/** `npm start` reads from here which stage ended how. */
export const statusPath = (stage: string): string => `artifacts/status/${stage}.json`;

export async function runStage(stage: Stage, command = stageCommand(stage)): Promise<void> {
  await runCommand(command, (outcome: Outcome) => {
    const seconds = Math.round(performance.now()) / 1000; // since the process began
    writeJson(statusPath(stage.name), { stage: stage.name, ...outcome, seconds, finishedAt: new Date().toISOString() });
  });
}

const describe = (paths: Paths<string>) =>
  Object.entries(paths)
    .map(([name, path]) => `${name}=${path}`)
    .join(", ");

function override(defaults: Paths<string>, pairs: string[], flag: string): Paths<string> {
  const chosen: Record<string, string> = { ...defaults };
  for (const pair of pairs) {
    const [, name, path] = /^([^=]+)=(.+)$/.exec(pair) ?? [];
    if (name === undefined || path === undefined || !Object.hasOwn(defaults, name)) {
      throw new PipelineError("USAGE_INVALID", {
        what: `${flag} ${pair}: expected NAME=PATH with NAME one of ${Object.keys(defaults).join(", ")}`,
        where: "the command line",
        fix: `for example ${flag} ${describe(defaults).split(", ")[0]}`,
      });
    }
    chosen[name] = path;
  }
  return chosen;
}
