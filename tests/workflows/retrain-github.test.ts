import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../setup/temporary-folder.ts";
import { runProgram } from "./run-program.ts";

const BRANCH = "retrain/2026-11-22";

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

describe("retrain-propose", () => {
  const propose = (env: Record<string, string>) => {
    const folder = temporaryFolder({
      "artifacts/status/register.json": '{ "version": 4 }',
      "artifacts/retrain/report.md": "## the report",
    });
    return runProgram("retrain-propose", folder, { BRANCH, ...env });
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
    runProgram("tell-retrain", temporaryFolder(), {
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
