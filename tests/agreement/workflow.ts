import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { projectFile } from "../support/project-file.ts";

/** When something is told: a job that took too long counts as cancelled, which failure() does not see. */
export const FAILED_OR_TOO_LONG = "failure() || !cancelled() && contains(needs.*.result, 'cancelled')";

export type Step = {
  name: string;
  id?: string;
  run?: string;
  uses?: string;
  with?: Record<string, unknown>;
  env?: Record<string, string>;
  if?: string;
};
export type Job = {
  name: string;
  if?: string;
  needs?: string | string[];
  environment?: string;
  permissions: Record<string, string>;
  concurrency?: object;
  env?: object;
  steps: Step[];
  "timeout-minutes": number;
};
export type Workflow = {
  on: Record<string, { branches?: string[]; inputs?: Record<string, object> } | null>;
  env: Record<string, string>;
  jobs: Record<string, Job>;
  concurrency: object;
};

export const text = (path: string): string => readFileSync(projectFile(path), "utf8");
export const workflowNamed = (name: string): Workflow => parse(text(`.github/workflows/${name}.yml`));
export const stepsOf = ({ jobs }: Workflow): Step[] => Object.values(jobs).flatMap(({ steps }) => steps);

/** Each right to write, as `job: right`. */
export const writesOf = ({ jobs }: Workflow): string[] =>
  Object.entries(jobs).flatMap(([name, { permissions }]) =>
    Object.entries(permissions).flatMap(([what, how]) => (how === "write" ? [`${name}: ${what}`] : [])),
  );

/** What only brings, keeps or tells: who sees it red runs the job again. */
const PLAIN = /^(Checkout$|Keep |Bring (the (model|report)|what )|Report$|What (was skipped|the service wrote))/;

/** The names of a workflow's steps whose red needs words, and those that its page has words for. */
export function redSteps(name: string): { steps: string[]; told: string[] } {
  const names = stepsOf(workflowNamed(name)).map((step) => step.name);
  const [, section = ""] = text(`docs/workflows/${name}.md`).split("## What to do when a step is red");
  const rows = [...(section.split("\n## ")[0] ?? "").matchAll(/^\| ([^|]+) \|/gm)].map(([, step = ""]) => step);
  const once = (all: string[]) => [...new Set(all)].sort();
  return { steps: once(names.filter((step) => !PLAIN.test(step))), told: once(rows.slice(2)) };
}

/** Files that a workflow keeps as artifacts, a pattern each. */
export const keptBy = (workflow: Workflow): string[] =>
  stepsOf(workflow)
    .filter(({ uses }) => uses?.includes("/upload-artifact@"))
    .flatMap((step) => String(step.with?.path).trim().split("\n"));

/** Whether such a pattern holds customers, or what is made of each: the table, features, the champion's answers. */
export const hasCustomers = (pattern: string): boolean =>
  /^(\.\/)?(\.?$|\*|data(\/|\*|$)|artifacts(\/?$|\*|\/\*|\/(features|champion)))/.test(pattern.trim());
