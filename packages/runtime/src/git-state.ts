import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { GitState } from "@churn/contracts";
import { readEnvironment } from "./environment.ts";

const run = promisify(execFile);

/** What a reproduction of the pipeline itself rewrites: changes here do not make a tree dirty. */
const REWRITTEN = ["dvc.lock", "metrics", "champion.json"];
const SOURCES = [".", ...REWRITTEN.map((path) => `:(exclude)${path}`)];

/** The state of the repository around `folder`, looking at the files of that folder; without one what GIT_COMMIT says. */
export async function gitState(folder = "."): Promise<GitState> {
  const git = (...args: string[]) => gitIn(folder, args);
  const [commit, branch, changes] = await Promise.all([
    git("rev-parse", "--verify", "-q", "HEAD"),
    git("symbolic-ref", "--short", "-q", "HEAD"),
    git("status", "--porcelain", "--", ...SOURCES),
  ]);
  if (changes === null) return statedState();
  return { commit, branch, dirty: commit === null || changes !== "" };
}

function statedState(): GitState {
  const { GIT_COMMIT: commit = null, GIT_BRANCH: branch = null } = readEnvironment();
  return { commit, branch, dirty: commit === null };
}

/** Whether the commit that is checked out in `folder` differs from another in nothing but what a reproduction rewrites. */
export async function hasSourcesOf(commit: string | null, folder = "."): Promise<boolean> {
  if (commit === null) return false;
  return (await gitIn(folder, ["diff", "--quiet", commit, "HEAD", "--", ...SOURCES])) !== null;
}

async function gitIn(folder: string, args: string[]): Promise<string | null> {
  try {
    return (await run("git", args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 })).stdout.trim();
  } catch {
    return null;
  }
}

/** What a git command prints here; null when it fails. */
export const gitOutput = (...args: string[]): Promise<string | null> => gitIn(".", args);
