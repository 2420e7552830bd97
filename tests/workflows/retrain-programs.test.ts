import { execFile, execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { schedule } from "@churn/tools/doctor/schedule-check.mjs";
import { describe, expect, it, onTestFinished } from "vitest";
import { cleanEnv, temporaryFolder, writeIn } from "../setup/temporary-folder.ts";
import { projectFile } from "../support/project-file.ts";

const pinOf = (letter: string) => `meta:\n  as_of: '2026-06-30'\nouts:\n- md5: ${letter.repeat(32)}\n`;
const BRANCH = "retrain/2026-11-22";
const EXPECTED = "packages/contracts/src/datasets/some.expectations.json";

/** A clone of a repository whose main pins table a, and its git. */
function project() {
  const folder = temporaryFolder({ "data.dvc": pinOf("a"), [EXPECTED]: "{}", "README.md": "" });
  const env = cleanEnv(folder);
  const git = (...args: string[]) => {
    const who = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
    return execFileSync("git", [...who, ...args], { cwd: folder, env, encoding: "utf8", stdio: "pipe" }).trim();
  };
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "-m", "main");
  return { folder, git };
}

/** What a program of the workflow left in the job's outputs and summary. */
function run(program: string, cwd: string, more: Record<string, string>) {
  const files = { GITHUB_OUTPUT: join(cwd, "output.log"), GITHUB_STEP_SUMMARY: join(cwd, "summary.log") };
  for (const path of Object.values(files)) writeFileSync(path, "");
  const github = { GITHUB_REPOSITORY: "acme/churn", GITHUB_SERVER_URL: "https://github.com", GITHUB_RUN_ID: "9" };
  const env = cleanEnv(cwd, { ...files, ...github, GITHUB_TOKEN: "t0ken", ...more });
  return new Promise<{ exitCode: number; said: string; outputs: string; summary: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [projectFile(`tools/workflows/${program}.mjs`)],
      { cwd, env },
      (_, out, err) =>
        resolve({
          exitCode: child.exitCode ?? -1,
          said: out + err,
          outputs: readFileSync(files.GITHUB_OUTPUT, "utf8"),
          summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8"),
        }),
    );
  });
}

/** A GitHub that has these pull requests and issues: what it was told, and by whose token. */
async function fakeGithub(has: { pulls?: object[]; issues?: object[] }, status = 200) {
  const told: { by: string; what: string; body: Record<string, string> }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const [, kind] = /^\/repos\/acme\/churn\/(pulls|issues)\?/.exec(request.url ?? "") ?? [];
      const body = kind ? (has[kind as "pulls"] ?? []) : { number: 12, html_url: "https://made" };
      const { authorization = "" } = request.headers;
      const what = `${request.method} ${request.url?.replace("/repos/acme/churn", "")}`;
      if (request.method !== "GET")
        told.push({ by: authorization, what, body: JSON.parse(String(Buffer.concat(chunks))) });
      response.statusCode = status;
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, told };
}

describe("retrain-plan", () => {
  it("knows the branches of earlier retrains", async () => {
    const { folder, git } = project();
    const today = new Date().toISOString().slice(0, 10);
    const plan = () => run("retrain-plan", folder, { GITHUB_EVENT_NAME: "repository_dispatch", AS_OF: "" });
    expect((await plan()).outputs).toBe(`fetch=true\nas-of=${today}\n`);
    git("update-ref", `refs/remotes/origin/retrain/${today}`, "HEAD");
    expect(await plan()).toMatchObject({
      outputs: expect.stringMatching(/^fetch=false/),
      summary: expect.stringMatching(/^Nothing was fetched: there is a retrain/),
    });
  });
});

describe("retrain-table", () => {
  const table = (folder: string) => run("retrain-table", folder, { AS_OF: "2026-11-22" });

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

describe("retrain-propose", () => {
  const propose = (env: Record<string, string>) => {
    const folder = temporaryFolder({
      "artifacts/status/register.json": '{ "version": 4 }',
      "artifacts/retrain/report.md": "## the report",
    });
    return run("retrain-propose", folder, { BRANCH, ...env });
  };
  const at = (number: number, ref: string) => ({ number, head: { ref, repo: { full_name: "acme/churn" } } });

  it("opens one pull request by the token that starts checks, and closes those before it", async () => {
    const { url, told } = await fakeGithub({ pulls: [at(7, "retrain/2026-11-15"), at(8, "feature/x")] });
    const { exitCode, summary } = await propose({ GITHUB_API_URL: url, RETRAIN_TOKEN: "other" });
    expect({ exitCode, summary }).toEqual({ exitCode: 0, summary: "Proposed: https://made\n" });
    expect(told.map(({ by, what }) => `${by} ${what}`)).toEqual([
      "Bearer other POST /pulls",
      "Bearer other POST /issues/7/comments",
      "Bearer other PATCH /pulls/7",
    ]);
    expect(told[0]?.body).toMatchObject({ head: BRANCH, base: "main", body: expect.stringContaining("## the report") });
  });

  it("writes the one that is open anew", async () => {
    const { url, told } = await fakeGithub({ pulls: [at(9, BRANCH)] });
    await propose({ GITHUB_API_URL: url, RETRAIN_TOKEN: "other" });
    expect(told.map(({ what }) => what)).toEqual(["PATCH /pulls/9"]);
  });

  it("asks GitHub nothing without the token, and gives the command", async () => {
    const { summary } = await propose({ GITHUB_API_URL: "http://127.0.0.1:9", RETRAIN_TOKEN: "" });
    expect(summary).toContain(`gh pr create --base main --head ${BRANCH}`);
  });

  it("stops where the token lacks the right", async () => {
    const { url } = await fakeGithub({}, 403);
    expect(await propose({ GITHUB_API_URL: url, RETRAIN_TOKEN: "other" })).toMatchObject({
      exitCode: 3,
      said: expect.stringMatching(/GitHub answered 403 to GET \/pulls/),
    });
  });
});

describe("tell-retrain", () => {
  const tell = (url: string, hook = "") =>
    run("tell-retrain", temporaryFolder(), {
      GITHUB_API_URL: url,
      GITHUB_WORKFLOW: "scheduled-retrain",
      SLACK_WEBHOOK_URL: hook,
    });

  it.each([
    { issues: [], what: "POST /issues" },
    { issues: [{ number: 3, title: "scheduled-retrain fails" }], what: "PATCH /issues/3" },
    { issues: [{ number: 4, title: "scheduled-retrain fails", pull_request: {} }], what: "POST /issues" },
  ])("has one issue for all failures: $what", async ({ issues, what }) => {
    const { url, told } = await fakeGithub({ issues });
    expect((await tell(url)).exitCode).toBe(0);
    expect(told).toEqual([
      {
        by: "Bearer t0ken",
        what,
        body: {
          title: "scheduled-retrain fails",
          body: expect.stringMatching(/actions\/runs\/9\. .*still(.|\n)*docs\/workflows\/scheduled-retrain\.md/),
        },
      },
    ]);
  });

  it("opens none where Slack is told", async () => {
    const { url, told } = await fakeGithub({});
    await tell(url, `${url}/hook`);
    expect(told.map(({ what }) => what)).toEqual(["POST /hook"]);
  });
});

describe("the doctor's look at the schedule", () => {
  const daysLater = (days: number) => Date.now() + days * 24 * 60 * 60 * 1000;

  it.each([
    { days: 60, state: "ok" },
    { days: 62, state: "note" },
  ])("is $state after $days quiet days, and knows how to start it again", async ({ days, state }) => {
    const { folder } = project();
    writeIn(folder, ".github/workflows/scheduled-retrain.yml", "");
    const answer = await schedule(folder, daysLater(days));
    expect(answer).toMatchObject({ state, text: expect.stringMatching(/60 quiet days/) });
    expect(JSON.stringify(answer)).toContain("gh workflow enable scheduled-retrain.yml");
  });
});
