import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { skippedLines } from "@churn/tools/workflows/settings.mjs";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../setup/temporary-folder.ts";
import { projectFile } from "../support/project-file.ts";

/** A GitHub with one failed job, and a Slack with a hook: what Slack was sent. */
async function fake(hookStatus = 200) {
  const sent: string[] = [];
  const asked: string[] = [];
  const jobs = [{ id: 5, name: "train", conclusion: "failure", steps: [{ name: "Train", conclusion: "failure" }] }];
  const server = createServer((request, response) => {
    asked.push(`${request.headers.authorization} ${request.url}`);
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const isHook = request.url === "/hook";
      if (isHook) sent.push(JSON.parse(Buffer.concat(chunks).toString()).text);
      response.statusCode = isHook ? hookStatus : 200;
      response.end(isHook ? "ok" : request.url?.endsWith("/logs") ? "last line\n##[error]1" : JSON.stringify({ jobs }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sent, asked };
}

function run(program: string, env: Record<string, string>): Promise<{ exitCode: number; output: string }> {
  const github = {
    GITHUB_RUN_ID: "9",
    GITHUB_REPOSITORY: "acme/churn",
    GITHUB_TOKEN: "t0ken",
    GITHUB_WORKFLOW: "train",
  };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [projectFile(`tools/workflows/${program}.mjs`)],
      { env: { PATH: process.env.PATH ?? "", ...github, ...env } },
      (_, stdout, stderr) => resolve({ exitCode: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });
}

describe("tell-slack", () => {
  it("sends the failed step and its last lines to the hook, and the token to GitHub only", async () => {
    const { url, sent, asked } = await fake();
    const { exitCode } = await run("tell-slack", { GITHUB_API_URL: url, SLACK_WEBHOOK_URL: `${url}/hook` });
    expect(exitCode).toBe(0);
    expect(sent).toEqual([expect.stringMatching(/train: step “Train” failed\n```\nlast line\n```$/)]);
    expect(asked).toEqual([
      "Bearer t0ken /repos/acme/churn/actions/runs/9/attempts/1/jobs?per_page=100",
      "Bearer t0ken /repos/acme/churn/actions/jobs/5/logs",
      "undefined /hook",
    ]);
  });

  it("says what it would have sent where there is no hook", async () => {
    const { url, sent } = await fake();
    expect(await run("tell-slack", { GITHUB_API_URL: url, SLACK_WEBHOOK_URL: "" })).toEqual({
      exitCode: 0,
      output: expect.stringMatching(/“Train” failed(.|\n)*gh secret set SLACK_WEBHOOK_URL/),
    });
    expect(sent).toEqual([]);
  });

  it("ends with the note of the workflow", async () => {
    const { url, sent } = await fake();
    const note = { NOTE: "Production is as it was." };
    await run("tell-slack", { GITHUB_API_URL: url, SLACK_WEBHOOK_URL: `${url}/hook`, ...note });
    expect(sent).toEqual([expect.stringMatching(/last line\n```\nProduction is as it was\.$/)]);
  });

  it("tells Slack also when GitHub can't be asked", async () => {
    const { url, sent } = await fake();
    await run("tell-slack", { GITHUB_API_URL: "http://127.0.0.1:9", SLACK_WEBHOOK_URL: `${url}/hook` });
    expect(sent).toEqual([expect.stringMatching(/did not say which step/)]);
  });

  it.each(["gone", "unreachable"])("fails where the hook is %s, without naming it", async (how) => {
    const { url } = await fake(404);
    const hook = how === "gone" ? `${url}/hook` : "http://127.0.0.1:9/s3cret";
    const { exitCode, output } = await run("tell-slack", { GITHUB_API_URL: url, SLACK_WEBHOOK_URL: hook });
    expect(exitCode).toBe(3);
    expect(output).toMatch(/Slack did not take the message \((404|fetch failed)\)\.\n.*make the webhook anew/);
    expect(output).not.toMatch(/\/hook|s3cret/);
  });
});

describe("skipped", () => {
  it("names each setting that is not set, what goes without it and the command, and no other", () => {
    const lines = skippedLines({
      AWS_ACCESS_KEY_ID: "true",
      AWS_SECRET_ACCESS_KEY: "false",
      MLFLOW_TRACKING_URI: "false",
      SLACK_WEBHOOK_URL: "true",
    });
    expect(lines).toEqual([
      expect.stringMatching(/^- `AWS_SECRET_ACCESS_KEY` not set: .*`gh secret set AWS_SECRET_ACCESS_KEY`$/),
      expect.stringMatching(/^- `MLFLOW_TRACKING_URI` not set: .*`gh secret set MLFLOW_TRACKING_URI`$/),
    ]);
  });

  it("writes nothing where all are set", async () => {
    const summary = join(temporaryFolder(), "summary.md");
    writeFileSync(summary, "");
    const all = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "MLFLOW_TRACKING_URI", "SLACK_WEBHOOK_URL"];
    const env = Object.fromEntries(all.map((name) => [name, "true"]));
    await run("skipped", { GITHUB_STEP_SUMMARY: summary, ...env });
    expect(readFileSync(summary, "utf8")).toBe("");
    await run("skipped", { GITHUB_STEP_SUMMARY: summary, FROM_OUTSIDE: "true" });
    expect(readFileSync(summary, "utf8")).toContain("a pull request from outside gets no secrets");
  });
});
