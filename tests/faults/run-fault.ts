import { spawn } from "node:child_process";
import { ProjectCopy } from "../support/project-copy.ts";
import type { Base } from "./base.ts";
import { type Fault, type Harmless, STEPS, type Step } from "./fault.ts";

export type Stopped = { readonly step: Step; readonly message: string; readonly isBug: boolean };
export type Outcome = { readonly stopped: Stopped | null; readonly seconds: number };

const PROGRAMS: Partial<Record<Step, readonly string[]>> = {
  report: ["packages/report/src/gates.cli.ts", "--beside", "main"],
  register: ["packages/register/src/register.cli.ts"],
};
const END = "RESULT ";

/** Spoils a copy of the base, and runs the steps from where the change lands until one says no. */
export async function runFault(base: Base, { change, from = "validate" }: Harmless): Promise<Outcome> {
  const began = performance.now();
  const project = new ProjectCopy(base.project);
  try {
    for (const one of [change].flat()) one({ project, other: base.other });
    const stopped = await runSteps(project, from);
    return { stopped, seconds: (performance.now() - began) / 1000 };
  } finally {
    project.remove();
  }
}

/**
 * Register asks DVC whether all is up to date, which after a change to a copy it is not: it only runs where the change
 * lands after the release, so that this answer does not hide a check that is not there.
 */
async function runSteps(project: ProjectCopy, from: Step): Promise<Stopped | null> {
  if (from === "register") return runProgram(project, "register");
  const stages = STEPS.slice(Math.max(1, STEPS.indexOf(from)), STEPS.indexOf("register"));
  return (from === "report" && (await runProgram(project, "report"))) || runStages(project, stages);
}

async function runProgram(project: ProjectCopy, step: Step): Promise<Stopped | null> {
  const { exitCode, output } = await run(project, PROGRAMS[step] as string[]);
  return exitCode === 0 ? null : { step, message: output.trim(), isBug: exitCode === 70 };
}

export async function runStages(project: ProjectCopy, stages: readonly Step[]): Promise<Stopped | null> {
  const { output } = await run(project, ["tests/faults/run-steps.ts", END, ...stages]);
  const [, result] = output.split(`\n${END}`);
  if (result === undefined) return { step: stages[0] as Step, message: output, isBug: true };
  return JSON.parse(result.split("\n")[0] as string) as Stopped | null;
}

/** As ProjectCopy.run, without holding up what runs beside it. */
function run(project: ProjectCopy, args: readonly string[]): Promise<{ exitCode: number | null; output: string }> {
  const env = { ...process.env, NO_COLOR: "1" };
  const child = spawn(process.execPath, ["--import", "tsx/esm", ...args], { cwd: project.folder, env });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  return new Promise((resolve) => child.on("close", (exitCode) => resolve({ exitCode, output })));
}

export type Verdict = "stopped" | "late" | "unclear" | "got through" | "passed" | "false alarm";

/** `unclear`: stopped at the right step by a message that does not name what was done, or by a bug. */
export function judgeFault({ stoppedAt, says }: Fault, { stopped }: Outcome): Verdict {
  if (stopped === null) return "got through";
  if (stopped.step !== stoppedAt) return "late";
  const named = typeof says === "string" ? stopped.message.includes(says) : says.test(stopped.message);
  return named && !stopped.isBug ? "stopped" : "unclear";
}

export const judgeHarmless = ({ stopped }: Outcome): Verdict => (stopped === null ? "passed" : "false alarm");
