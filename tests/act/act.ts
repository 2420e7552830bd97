import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ProjectCopy } from "../support/project-copy.ts";
import { projectFile } from "../support/project-file.ts";

type Step = { jobID?: string; step?: string; stepResult?: string; jobResult?: string };
export type Call = {
  method: string;
  path: string;
  status: number;
  body?: { body?: string; text?: string } & Record<string, unknown>;
};

/** What a run of a workflow did. */
export type Run = {
  readonly output: string;
  /** Result of each job that ran: success, failure. */
  readonly jobs: Readonly<Record<string, string>>;
  /** Names of the steps that failed. */
  readonly failed: readonly string[];
  /** Names of the steps that ended well, by job. */
  readonly steps: Readonly<Record<string, readonly string[]>>;
  readonly summary: string;
  /** What the fake GitHub and the fake Slack were asked. */
  readonly calls: readonly Call[];
  /** Of each artifact, the paths in it. */
  readonly artifacts: Readonly<Record<string, string[]>>;
};

/** Runs a workflow of a copy with act: its event, what act-run.sh knows as ACT_…, the secrets, the event's own file. */
export async function runWorkflow(
  copy: ProjectCopy,
  workflow: string,
  event: string,
  settings: Record<string, string> = {},
  secrets: Record<string, string> = {},
  payload?: string,
): Promise<Run> {
  const scratch = mkdtempSync(join(tmpdir(), "churn act "));
  const secretFile = join(scratch, "secrets");
  writeFileSync(
    secretFile,
    Object.entries(secrets)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(""),
  );
  const output = await actRun([copy.folder, workflow, event, ...(payload ? [payload] : [])], {
    ACT_SLUG: "acme/churn",
    ACT_SECRETS: secretFile,
    ACT_CACHE: join(scratch, "cache"),
    ...settings,
  });
  const log = output.match(/^log: (.+)$/m)?.[1];
  if (!log) throw new Error(`act-run did not come to an end:\n${output}`);
  const run = dirname(log);
  const events = lines<Step>(join(run, "raw.jsonl"));
  const ended = events.filter(({ stepResult }) => stepResult);
  const jobs = [...new Set(ended.map(({ jobID }) => jobID ?? ""))];
  const result = {
    output: output + readFileSync(log, "utf8"),
    jobs: Object.fromEntries(events.flatMap(({ jobID, jobResult }) => (jobResult ? [[jobID, jobResult]] : []))),
    failed: ended.filter(({ stepResult }) => stepResult === "failure").map(({ step }) => step ?? ""),
    steps: Object.fromEntries(
      jobs.map((job) => [
        job,
        ended
          .filter(({ jobID, stepResult }) => jobID === job && stepResult === "success")
          .map(({ step }) => step ?? ""),
      ]),
    ),
    summary: textOf(join(run, "summary.md")),
    calls: lines<Call>(join(run, "api.jsonl")),
    artifacts: artifactsIn(join(run, "artifacts")),
  };
  for (const folder of [run, scratch]) rmSync(folder, { recursive: true, force: true });
  return result;
}

/** What act-run.sh printed, however it ended: a workflow may be meant to fail. */
const actRun = (args: string[], env: Record<string, string>): Promise<string> =>
  new Promise((resolve) => {
    const options = { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
    execFile(projectFile("tools/workflows/act-run.sh"), args, options, (_, stdout, stderr) => resolve(stdout + stderr));
  });

const textOf = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : "");

const lines = <T>(path: string): T[] =>
  textOf(path)
    .split("\n")
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as T];
      } catch {
        return [];
      }
    });

function artifactsIn(folder: string): Record<string, string[]> {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return Object.fromEntries(
    names.map((name) => [name, readdirSync(join(folder, name), { recursive: true, encoding: "utf8" })]),
  );
}
