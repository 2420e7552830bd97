import { existsSync, readdirSync } from "node:fs";
import { type Params, PipelineError } from "@churn/contracts";
import type { Command } from "commander";
import { isFolder, moveInto, temporaryBeside, writeJson } from "./files.ts";
import { readParams } from "./read-params.ts";
import { CheckFailed, defineCommand, diskFull, type Outcome, runCommand } from "./run-command.ts";

type Paths<Names extends string> = Readonly<Record<Names, string>>;

/** A check that said no: the outputs are kept, the exit code is 1. */
export type Verdict = { failed: string } | undefined;

/** One step of dvc.yaml: named files or folders in, named files or folders out. */
export type Stage<
  In extends string = string,
  Out extends string = string,
  Section extends keyof Params = keyof Params,
> = {
  readonly name: string;
  readonly summary: string;
  /** Default paths, the same as in dvc.yaml. */
  readonly inputs: Paths<In>;
  readonly outputs: Paths<Out>;
  /** Sections of params.yaml, the same as in dvc.yaml; it gets no other. */
  readonly params: readonly Section[];
  /** An output that is read while it is written, and so has no temporary place. */
  readonly live?: NoInfer<Out>;
  readonly run: (context: {
    inputs: Paths<In>;
    outputs: Paths<Out>;
    params: Pick<Params, Section>;
  }) => Promise<Verdict>;
};

export const defineStage = <In extends string, Out extends string, Section extends keyof Params>(
  stage: Stage<In, Out, Section>,
): Stage<In, Out, Section> => stage;

/** Runs the stage in a temporary place and moves its outputs in when it has ended well. */
export async function executeStage(
  stage: Stage,
  inputs: Paths<string>,
  outputs: Paths<string>,
  params: Params,
): Promise<Verdict> {
  const temporary = Object.fromEntries(
    Object.entries(outputs).map(([name, path]) => [name, name === stage.live ? path : temporaryBeside(path)]),
  );
  const sections = Object.fromEntries(stage.params.map((section) => [section, params[section]])) as Params;
  const verdict = await stage.run({ inputs, outputs: temporary, params: sections }).catch((error) => {
    throw diskFull(error, Object.values(outputs).join(", ")) ?? error;
  });
  const finished = Object.entries(outputs).filter(([name]) => name !== stage.live);
  for (const [name, path] of finished) {
    if (path !== stage.outputs[name]) refuseForeign(temporary[name] as string, path);
    requireSameKind(temporary[name] as string, path);
  }
  for (const [name, path] of finished) moveInto(temporary[name] as string, path);
  return verdict;
}

function requireSameKind(temporary: string, path: string): void {
  if (!existsSync(path) || isFolder(path) === isFolder(temporary)) return;
  const [is, needed] = isFolder(path) ? ["folder", "file"] : ["file", "folder"];
  throw new PipelineError("USAGE_INVALID", {
    what: `${path} is a ${is}, and a ${needed} is to be written there; nothing was touched`,
    where: path,
    fix: "move it away, or name another place with --out",
  });
}

/** A folder that somebody named is replaced only when it holds nothing but an earlier output. */
function refuseForeign(temporary: string, path: string): void {
  const namesIn = (folder: string) => (isFolder(folder) ? readdirSync(folder) : []);
  const foreign = namesIn(path).filter((name) => !namesIn(temporary).includes(name));
  if (foreign.length === 0) return;
  throw new PipelineError("USAGE_INVALID", {
    what: `${path} holds ${foreign.slice(0, 3).join(", ")}, which is not of this output; nothing was written there`,
    where: "--out",
    fix: "name an empty folder, or one that does not exist",
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
    chosen[name] = path.replace(/(?<=.)\/+$/, ""); // as shells complete the name of a folder
  }
  return chosen;
}
