import { execFile } from "node:child_process";
import { join } from "node:path";
import { PipelineError } from "@churn/contracts";
import { readText } from "@churn/runtime";
import { parse } from "yaml";
import { z } from "zod";

const FILE = "dvc.yaml";

/** `dvc status --json`: per stage or .dvc file what has changed since it was last run. */
const Status = z.record(
  z.string(),
  z.array(
    z.union([
      z.string(),
      z.record(z.string(), z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())]))),
    ]),
  ),
);

/**
 * Stages that have not run on what is there now, in words.
 *
 * @param status - what `dvc status --json` answers
 * @param order - names of the stages in the order of the pipeline
 */
export function stagesBehind(status: unknown, order: readonly string[]): string[] {
  const place = (name: string) => order.indexOf(name); // a .dvc file: -1, before every stage
  return Object.entries(Status.parse(status))
    .toSorted(([a], [b]) => place(a) - place(b))
    .map(([stage, changes]) => `${stage}: ${changes.flatMap(inWords).join(", ")}`);
}

function inWords(change: z.infer<typeof Status>[string][number]): string[] {
  if (typeof change === "string") return [change];
  return Object.values(change).flatMap((paths) =>
    Object.entries(paths).flatMap(([path, what]) => {
      if (typeof what === "string") return [`${path} ${what}`];
      return Object.entries(what).map(([key, how]) => `${path} (${key}) ${how}`);
    }),
  );
}

/**
 * Asks the pinned DVC whether a stage, and all before it, ran on what is there now.
 *
 * @param project - the folder of dvc.yaml
 * @throws PipelineError ARTIFACT_INVALID naming the stages that did not, UNREACHABLE when DVC does not answer
 */
export async function requireUpToDate(stage: string, project = "."): Promise<void> {
  const status = await dvcStatus(stage, project);
  const { stages }: { stages: object } = parse(
    await readText(join(project, FILE), `restore it from git: git checkout ${FILE}`),
  );
  const behind = stagesBehind(status, Object.keys(stages));
  if (behind.length === 0) return;
  throw new PipelineError("ARTIFACT_INVALID", {
    what: [`the ${stage} is behind: it was not made of what is there now`, ...behind.map((b) => `  - ${b}`)].join("\n"),
    where: FILE,
    fix: "run `npx dvc repro`, then again",
  });
}

function dvcStatus(stage: string, cwd: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const args = ["tools/dvc.mjs", "status", "--json", "--with-deps", stage];
    execFile(process.execPath, args, { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const unreachable = (said: string) => {
        const what = `DVC can't say whether the ${stage} is up to date: ${said}`;
        return new PipelineError("UNREACHABLE", {
          what,
          where: args.join(" "),
          fix: "run `npm run doctor`",
          cause: error,
        });
      };
      if (error) return reject(unreachable(stderr.trim().split("\n").slice(-3).join("\n") || error.message));
      try {
        resolve(JSON.parse(stdout));
      } catch {
        reject(unreachable(`its answer is not JSON: ${stdout.slice(0, 200)}`));
      }
    });
  });
}
