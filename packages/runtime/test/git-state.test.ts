import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { gitState, hasSourcesOf } from "../src/git-state.ts";
import { useFolders } from "./support/use-folders.ts";

const makeFolder = useFolders();
const temporaryFolder = () => makeFolder()();

function repository() {
  const folder = temporaryFolder();
  const git = (...args: string[]) => {
    const who = ["-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false"];
    return execFileSync("git", [...who, ...args], { cwd: folder, encoding: "utf8", stdio: "pipe" }).trim();
  };
  git("init", "-q", "-b", "main");
  const write = (path: string) => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), String(Math.random()));
  };
  const commit = () => {
    git("add", "-A");
    git("commit", "-q", "-m", "all");
    return git("rev-parse", "HEAD");
  };
  return { folder, git, write, commit };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("gitState", () => {
  it("names the commit and the branch of a clean tree", async () => {
    const { folder, write, commit } = repository();
    write("dvc.yaml");
    expect(await gitState(folder)).toEqual({ commit: null, branch: "main", dirty: true });
    expect(await gitState(folder)).toMatchObject({ dirty: true });
    const head = commit();
    expect(await gitState(folder)).toEqual({ commit: head, branch: "main", dirty: false });
  });

  it("does not call dirty what a repro itself rewrites", async () => {
    const { folder, write, commit } = repository();
    for (const path of ["dvc.lock", "metrics/eval_metrics.json", "champion.json", "params.yaml"]) write(path);
    commit();
    for (const path of ["dvc.lock", "metrics/eval_metrics.json", "metrics/new.json", "champion.json"]) write(path);
    expect(await gitState(folder)).toMatchObject({ dirty: false });
    write("params.yaml");
    expect(await gitState(folder)).toMatchObject({ dirty: true });
  });

  it("calls a tree dirty for a new file and for a changed data pin", async () => {
    const { folder, write, commit } = repository();
    write("data.dvc");
    commit();
    write("new.ts");
    expect(await gitState(folder)).toMatchObject({ dirty: true });
    commit();
    write("data.dvc");
    expect(await gitState(folder)).toMatchObject({ dirty: true });
  });

  it("knows no branch of a detached head", async () => {
    const { folder, git, write, commit } = repository();
    write("file");
    const head = commit();
    git("checkout", "-q", "--detach");
    expect(await gitState(folder)).toEqual({ commit: head, branch: null, dirty: false });
  });

  it("looks only at the project's folder inside a larger repository", async () => {
    const { folder, write, commit } = repository();
    write("project/file");
    commit();
    write("elsewhere");
    expect(await gitState(join(folder, "project"))).toMatchObject({ dirty: false });
    write("project/metrics/eval_metrics.json");
    expect(await gitState(join(folder, "project"))).toMatchObject({ dirty: false });
  });

  it("outside of a repository there is no commit, and nothing is clean", async () => {
    expect(await gitState(temporaryFolder())).toEqual({ commit: null, branch: null, dirty: true });
  });

  it("takes what GIT_COMMIT and GIT_BRANCH say, but never before a repository", async () => {
    const said = "0123456789abcdef".repeat(3).slice(0, 40);
    vi.stubEnv("GIT_COMMIT", said);
    vi.stubEnv("GIT_BRANCH", "feature/x");
    expect(await gitState(temporaryFolder())).toEqual({ commit: said, branch: "feature/x", dirty: false });
    const { folder, write, commit } = repository();
    write("file");
    const head = commit();
    expect(await gitState(folder)).toEqual({ commit: head, branch: "main", dirty: false });
    vi.stubEnv("GIT_COMMIT", "main");
    await expect(gitState(temporaryFolder())).rejects.toThrow("GIT_COMMIT");
  });
});

describe("hasSourcesOf", () => {
  it("looks past what a repro rewrites, and at everything else", async () => {
    const { folder, write, commit } = repository();
    for (const path of ["dvc.lock", "params.yaml"]) write(path);
    const trained = commit();
    expect(await hasSourcesOf(trained, folder)).toBe(true);
    for (const path of ["dvc.lock", "metrics/eval_metrics.json", "champion.json"]) write(path);
    commit();
    expect(await hasSourcesOf(trained, folder)).toBe(true);
    write("params.yaml");
    commit();
    expect(await hasSourcesOf(trained, folder)).toBe(false);
  });

  it("is false for a commit that is not here, and for none", async () => {
    const { folder, write, commit } = repository();
    write("params.yaml");
    commit();
    expect(await hasSourcesOf("0".repeat(40), folder)).toBe(false);
    expect(await hasSourcesOf(null, folder)).toBe(false);
  });
});
