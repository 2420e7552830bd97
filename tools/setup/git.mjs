import { join } from "node:path";
import { run } from "../process/run.mjs";
import { step, tail } from "../process/step.mjs";
import { EXIT, Stop } from "../process/stop.mjs";

const PLACEHOLDER = ["-c", "user.name=churn-starter", "-c", "user.email=churn-starter@localhost"];

/** DVC wants a git repository. Where there is none, this makes one; a repository that is there stays as it is. */
export async function prepareRepository(root) {
  const git = gitIn(root);
  const inside = await git("rev-parse", "--is-inside-work-tree");
  if (inside.code === 127) throw new Stop(EXIT.MISSING, "git is not on PATH, and DVC needs it: install git.");
  if (inside.code === 0) return refuseIgnoredFolder(root);
  if (!inside.output.includes("not a git repository")) {
    throw new Stop(EXIT.WRONG_USE, `git cannot read the repository around ${root}:\n${tail(inside.output)}`);
  }
  await step("git", "no repository here: making one", () => firstCommit(git));
}

const gitIn =
  (root) =>
  (...args) =>
    run("git", args, { cwd: root, quiet: true });

export async function refuseIgnoredFolder(root) {
  const { code } = await gitIn(root)("check-ignore", "-q", join(root, "dvc.yaml"));
  if (code !== 0) return;
  throw new Stop(
    EXIT.WRONG_USE,
    `${root} is git-ignored by the repository around it, and DVC does not work in an ignored folder.`,
    "move the folder out of that repository, or take it out of its .gitignore",
  );
}

async function firstCommit(git) {
  const hasIdentity = (await git("config", "user.email")).code === 0 && (await git("config", "user.name")).code === 0;
  await must(git("init", "-q"));
  await must(git("symbolic-ref", "HEAD", "refs/heads/main"));
  await must(git("add", "-A"));
  const author = hasIdentity ? [] : PLACEHOLDER;
  await must(
    git(...author, "-c", "commit.gpgsign=false", "commit", "-q", "--no-verify", "-m", "Start from the template"),
  );
  return hasIdentity ? "first commit made" : `first commit made by a placeholder author. ${IDENTITY_HINT}`;
}

async function must(command) {
  const { code, output } = await command;
  if (code !== 0) throw new Stop(EXIT.MISSING, `git could not make the first commit:\n${tail(output)}`);
}

export const IDENTITY_HINT =
  "`dvc exp run` will want yours: git config --global user.name NAME, git config --global user.email ADDRESS";
