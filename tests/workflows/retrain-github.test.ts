import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../setup/temporary-folder.ts";
import { fakeGithub } from "./fake-github.ts";
import { runProgram } from "./run-program.ts";

const BRANCH = "retrain/2026-11-22";

describe("retrain-propose", () => {
  const propose = (env: Record<string, string>) => {
    const cwd = temporaryFolder({
      "artifacts/status/register.json": '{ "version": 4 }',
      "artifacts/retrain/report.md": "## the report",
    });
    return runProgram("workflows/retrain-propose", { cwd, env: { BRANCH, ...env } });
  };
  const at = (number: number, ref: string) => ({ number, head: { ref, repo: { full_name: "acme/churn" } } });

  it("opens one pull request by the token that starts checks, and closes those before it", async () => {
    const { url, told } = await fakeGithub({
      "GET /pulls": { body: [at(7, "retrain/2026-11-15"), at(8, "feature/x")] },
    });
    const { exitCode, summary } = await propose({ GITHUB_API_URL: url, RETRAIN_TOKEN: "other" });
    expect({ exitCode, summary }).toEqual({ exitCode: 0, summary: "Proposed: https://made\n" });
    expect(told().map(({ by, what }) => `${by} ${what}`)).toEqual([
      "Bearer other POST /pulls",
      "Bearer other POST /issues/7/comments",
      "Bearer other PATCH /pulls/7",
    ]);
    expect(told()[0]?.body).toMatchObject({
      head: BRANCH,
      base: "main",
      body: expect.stringContaining("## the report"),
    });
  });

  it("writes the one that is open anew", async () => {
    const { url, told } = await fakeGithub({ "GET /pulls": { body: [at(9, BRANCH)] } });
    await propose({ GITHUB_API_URL: url, RETRAIN_TOKEN: "other" });
    expect(told().map(({ what }) => what)).toEqual(["PATCH /pulls/9"]);
  });

  it("finds the one that is open, and those before it, behind a hundred others", async () => {
    const others = Array.from({ length: 100 }, (_, i) => at(100 + i, `feature/${i}`));
    const { url, told } = await fakeGithub({
      "GET /pulls?state=open&base=main&per_page=100&page=1": { body: others },
      "GET /pulls?state=open&base=main&per_page=100&page=2": { body: [at(9, BRANCH), at(7, "retrain/2026-11-15")] },
    });
    await propose({ GITHUB_API_URL: url, RETRAIN_TOKEN: "other" });
    expect(told().map(({ what }) => what)).toEqual(["PATCH /pulls/9", "POST /issues/7/comments", "PATCH /pulls/7"]);
  });

  it("asks GitHub nothing without the token, and gives the command", async () => {
    const { summary } = await propose({ GITHUB_API_URL: "http://127.0.0.1:9", RETRAIN_TOKEN: "" });
    expect(summary).toContain(`gh pr create --base main --head ${BRANCH}`);
  });

  it("stops where the token lacks the right", async () => {
    const { url } = await fakeGithub({ "GET /pulls": { status: 403 } });
    expect(await propose({ GITHUB_API_URL: url, RETRAIN_TOKEN: "other" })).toMatchObject({
      exitCode: 3,
      said: expect.stringMatching(/GitHub answered 403 to GET \/pulls/),
    });
  });
});

describe("tell-retrain", () => {
  const tell = (url: string, hook = "") =>
    runProgram("workflows/tell-retrain", {
      env: { GITHUB_API_URL: url, GITHUB_WORKFLOW: "scheduled-retrain", SLACK_WEBHOOK_URL: hook },
    });

  it.each([
    { issues: [], what: "POST /issues" },
    { issues: [{ number: 3, title: "scheduled-retrain fails" }], what: "PATCH /issues/3" },
    { issues: [{ number: 4, title: "scheduled-retrain fails", pull_request: {} }], what: "POST /issues" },
  ])("has one issue for all failures: $what", async ({ issues, what }) => {
    const { url, told } = await fakeGithub({ "GET /issues": { body: issues } });
    expect((await tell(url)).exitCode).toBe(0);
    expect(told()).toEqual([
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

  it("finds that issue behind a hundred others", async () => {
    const others = Array.from({ length: 100 }, (_, i) => ({ number: 100 + i, title: `some ${i}` }));
    const path = "GET /issues?state=open&creator=github-actions%5Bbot%5D&per_page=100";
    const { url, told } = await fakeGithub({
      [`${path}&page=1`]: { body: others },
      [`${path}&page=2`]: { body: [{ number: 3, title: "scheduled-retrain fails" }] },
    });
    await tell(url);
    expect(told().map(({ what }) => what)).toEqual(["PATCH /issues/3"]);
  });

  it("opens none where Slack is told", async () => {
    const { url, told } = await fakeGithub({});
    await tell(url, `${url}/hook`);
    expect(told().map(({ what }) => what)).toEqual(["POST /hook"]);
  });
});
