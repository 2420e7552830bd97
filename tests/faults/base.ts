import { ProjectCopy } from "../support/project-copy.ts";
import { STEPS } from "./fault.ts";
import { runStages } from "./run-fault.ts";

/** A run that went well, shared by all faults, each of which gets a copy; and another run, to take parts from. */
export type Base = { readonly project: ProjectCopy; readonly other: ProjectCopy; readonly remove: () => void };

/** Enough to pass the gates; the suite trains many times. */
const EPOCHS = 6;
const DATA = "packages/warehouse/src/data.cli.ts";

/**
 * @param options.forRegister - by DVC, so that register finds everything up to date; else by the same stages without it
 * @param options.withOther - whether a fault takes parts of another run
 */
export async function makeBase({ forRegister = true, withOther = true } = {}): Promise<Base> {
  const project = new ProjectCopy();
  project.setParam(["train", "epochs"], EPOCHS);
  must(project.run("--import", "tsx/esm", DATA));
  if (forRegister) must(project.dvc("repro"));
  else await runWell(project);
  project.commit("a good run");
  const other = withOther ? await makeOther(project) : project;
  const remove = () => {
    project.remove();
    other.remove();
  };
  return { project, other, remove };
}

/** Customers of a later day, another seed. */
async function makeOther(project: ProjectCopy): Promise<ProjectCopy> {
  const other = new ProjectCopy(project);
  must(other.run("--import", "tsx/esm", DATA, "--refresh", "--as-of", "2026-09-30"));
  other.setParam(["train", "seed"], 7);
  await runWell(other);
  return other;
}

async function runWell(project: ProjectCopy): Promise<void> {
  const stopped = await runStages(project, STEPS.slice(1, -1));
  if (stopped) throw new Error(`${stopped.step}: ${stopped.message}`);
}

function must({ exitCode, output }: { exitCode: number | null; output: string }): void {
  if (exitCode !== 0) throw new Error(output);
}
