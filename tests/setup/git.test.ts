import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { callTool, cleanEnv, temporaryFolder, writeIn } from "./temporary-folder.ts";

const prepare = (folder: string, env: NodeJS.ProcessEnv) =>
  callTool("setup/git.mjs", `prepareRepository(${JSON.stringify(folder)})`, env);
const git = (folder: string, env: NodeJS.ProcessEnv, ...args: string[]) =>
  execFileSync("git", args, { cwd: folder, env, encoding: "utf8" }).trim();

test("makes a repository with one commit, by a placeholder where nobody said who they are", () => {
  const folder = temporaryFolder({ "dvc.yaml": "stages: {}\n" });
  const env = cleanEnv(temporaryFolder());
  const { code, stdout } = prepare(folder, env);
  expect(code).toBe(0);
  expect(stdout).toContain("git config --global user.name NAME");
  expect(git(folder, env, "log", "--format=%s %an")).toBe("Start from the template churn-starter");
  expect(git(folder, env, "branch", "--show-current")).toBe("main");
  expect(git(folder, env, "status", "--porcelain")).toBe("");
  expect(prepare(folder, env)).toEqual({ code: 0, stdout: "", stderr: "" });
});

test("commits under the name that is configured", () => {
  const home = temporaryFolder({ ".gitconfig": "[user]\n  name = Ada\n  email = ada@example.com\n" });
  const folder = temporaryFolder({ "dvc.yaml": "stages: {}\n" });
  expect(prepare(folder, cleanEnv(home)).stdout).not.toContain("user.name");
  expect(git(folder, cleanEnv(home), "log", "--format=%an <%ae>")).toBe("Ada <ada@example.com>");
});

test("commits nothing inside someone else's repository", () => {
  const outer = temporaryFolder({ "course/dvc.yaml": "stages: {}\n" });
  const env = cleanEnv(temporaryFolder());
  git(outer, env, "init", "-q");
  expect(prepare(join(outer, "course"), env)).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(git(outer, env, "status", "--porcelain")).toBe("?? course/");
});

test("stops in a folder that the repository around it ignores", () => {
  const outer = temporaryFolder({ ".gitignore": "/course/\n", "course/dvc.yaml": "stages: {}\n" });
  const env = cleanEnv(temporaryFolder());
  git(outer, env, "init", "-q");
  const { code, stderr } = prepare(join(outer, "course"), env);
  expect(code).toBe(2);
  expect(stderr).toMatch(/course is git-ignored by the repository around it.*\n {2}mend: {2}move the folder/);
});

test("says in one line that git is missing", () => {
  const { code, stderr } = prepare(temporaryFolder(), cleanEnv(temporaryFolder(), { PATH: "" }));
  expect(code).toBe(3);
  expect(stderr).toMatch(/^git is not on PATH.*\n$/);
});

test("does not take a repository that git can't read for none", () => {
  const folder = temporaryFolder({ "dvc.yaml": "stages: {}\n" });
  mkdirSync(join(folder, ".git"));
  writeIn(folder, ".git/HEAD", "ref: refs/heads/main\n");
  writeIn(folder, ".git/objects/x", "");
  writeIn(folder, ".git/refs/x", "");
  writeIn(folder, ".git/config", "[core\n");
  const { code, stderr } = prepare(folder, cleanEnv(temporaryFolder()));
  expect(code).toBe(2);
  expect(stderr).toContain("git cannot read the repository");
});
