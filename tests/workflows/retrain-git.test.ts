import { describe, expect, it } from "vitest";
import { writeIn } from "../setup/temporary-folder.ts";
import { repository } from "./repository.ts";
import { runProgram } from "./run-program.ts";

const pinOf = (letter: string) => `meta:\n  as_of: '2026-06-30'\nouts:\n- md5: ${letter.repeat(32)}\n`;
const BRANCH = "retrain/2026-11-22";
const EXPECTED = "packages/contracts/src/datasets/some.expectations.json";

const project = () => repository({ "data.dvc": pinOf("a"), [EXPECTED]: "{}", "README.md": "" });

describe("retrain-plan", () => {
  it("knows the branches of earlier retrains", async () => {
    const { folder, git } = project();
    const today = new Date().toISOString().slice(0, 10);
    const plan = () =>
      runProgram("workflows/retrain-plan", {
        cwd: folder,
        env: { GITHUB_EVENT_NAME: "repository_dispatch", AS_OF: "" },
      });
    expect((await plan()).outputs).toBe(`fetch=true\nas-of=${today}\n`);
    git("update-ref", `refs/remotes/origin/retrain/${today}`, "HEAD");
    expect(await plan()).toMatchObject({
      outputs: expect.stringMatching(/^fetch=false/),
      summary: expect.stringMatching(/^Nothing was fetched: there is a retrain/),
    });
  });
});

describe("retrain-table", () => {
  const table = (folder: string) =>
    runProgram("workflows/retrain-table", { cwd: folder, env: { AS_OF: "2026-11-22" } });

  it("commits another table's pin and what is expected of it, and nothing else", async () => {
    const { folder, git } = project();
    for (const [path, text] of Object.entries({ "data.dvc": pinOf("b"), [EXPECTED]: "{ }", "README.md": "mine" }))
      writeIn(folder, path, text);
    expect(await table(folder)).toMatchObject({
      exitCode: 0,
      outputs: `changed=true\nbranch=${BRANCH}\n`,
      summary: "",
    });
    expect(git("log", "-1", "--format=%D by %an: %s")).toBe(
      `HEAD -> ${BRANCH} by github-actions[bot]: data: customers up to 2026-11-22`,
    );
    expect(git("show", "--name-only", "--format=").split("\n")).toEqual(["data.dvc", EXPECTED]);
  });

  it("says that the table is main's, and commits nothing", async () => {
    const { folder, git } = project();
    writeIn(folder, "data.dvc", pinOf("a").replace("06-30", "11-22"));
    expect(await table(folder)).toMatchObject({
      outputs: `changed=false\nbranch=${BRANCH}\n`,
      summary: expect.stringMatching(/^Nothing was trained: the table is the one that main was trained on/),
    });
    expect(git("branch", "--format=%(refname:short)")).toBe("main");
  });

  it("says that the branch has it, until main goes on", async () => {
    const { folder, git } = project();
    writeIn(folder, "data.dvc", pinOf("b"));
    git("commit", "-q", "-a", "-m", "of an earlier run");
    git("update-ref", `refs/remotes/origin/${BRANCH}`, "HEAD");
    git("reset", "-q", "--hard", "HEAD~1");
    writeIn(folder, "data.dvc", pinOf("b"));
    expect((await table(folder)).summary).toMatch(/retrain\/2026-11-22 was trained on this table and this main/);
    git("commit", "-q", "--allow-empty", "-m", "main goes on");
    expect((await table(folder)).outputs).toMatch(/^changed=true/);
  });
});
