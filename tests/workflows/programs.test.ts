import { skippedLines } from "@churn/tools/workflows/settings.mjs";
import { describe, expect, it } from "vitest";
import { fakeGithub } from "./fake-github.ts";
import { runProgram } from "./run-program.ts";

/** A GitHub with one failed job, and a Slack with a hook: what Slack was sent. */
async function fake(hookStatus = 200) {
  const jobs = [{ id: 5, name: "train", conclusion: "failure", steps: [{ name: "Train", conclusion: "failure" }] }];
  const { url, asked } = await fakeGithub({
    "GET /actions/runs/9/attempts/1/jobs": { body: { jobs } },
    "GET /actions/jobs/5/logs": { body: "last line\n##[error]1" },
    "POST /hook": { status: hookStatus, body: "ok" },
  });
  return { url, asked, sent: () => asked.flatMap(({ what, body }) => (what === "POST /hook" ? [body?.text] : [])) };
}
const tellSlack = (env: Record<string, string>) => runProgram("workflows/tell-slack", { env });

describe("tell-slack", () => {
  it("sends the failed step and its last lines to the hook, and the token to GitHub only", async () => {
    const { url, sent, asked } = await fake();
    const { exitCode } = await tellSlack({ GITHUB_API_URL: url, SLACK_WEBHOOK_URL: `${url}/hook` });
    expect(exitCode).toBe(0);
    expect(sent()).toEqual([expect.stringMatching(/train: step “Train” failed\n```\nlast line\n```$/)]);
    expect(asked.map(({ by, what }) => `${by} ${what}`)).toEqual([
      "Bearer t0ken GET /actions/runs/9/attempts/1/jobs?per_page=100",
      "Bearer t0ken GET /actions/jobs/5/logs",
      "undefined POST /hook",
    ]);
  });

  it("says what it would have sent where there is no hook", async () => {
    const { url, sent } = await fake();
    expect(await tellSlack({ GITHUB_API_URL: url, SLACK_WEBHOOK_URL: "" })).toMatchObject({
      exitCode: 0,
      said: expect.stringMatching(/“Train” failed(.|\n)*gh secret set SLACK_WEBHOOK_URL/),
    });
    expect(sent()).toEqual([]);
  });

  it("ends with the note of the workflow", async () => {
    const { url, sent } = await fake();
    const note = { NOTE: "Production is as it was." };
    await tellSlack({ GITHUB_API_URL: url, SLACK_WEBHOOK_URL: `${url}/hook`, ...note });
    expect(sent()).toEqual([expect.stringMatching(/last line\n```\nProduction is as it was\.$/)]);
  });

  it("tells Slack also when GitHub can't be asked", async () => {
    const { url, sent } = await fake();
    await tellSlack({ GITHUB_API_URL: "http://127.0.0.1:9", SLACK_WEBHOOK_URL: `${url}/hook` });
    expect(sent()).toEqual([expect.stringMatching(/did not say which step/)]);
  });

  it.each(["gone", "unreachable"])("fails where the hook is %s, without naming it", async (how) => {
    const { url } = await fake(404);
    const hook = how === "gone" ? `${url}/hook` : "http://127.0.0.1:9/s3cret";
    const { exitCode, said } = await tellSlack({ GITHUB_API_URL: url, SLACK_WEBHOOK_URL: hook });
    expect(exitCode).toBe(3);
    expect(said).toMatch(/Slack did not take the message \((404|fetch failed)\)\.\n.*make the webhook anew/);
    expect(said).not.toMatch(/\/hook|s3cret/);
  });
});

describe("skipped", () => {
  it("names each setting that is not set, what goes without it and the command, and no other", () => {
    const lines = skippedLines({
      AWS_ACCESS_KEY_ID: "true",
      AWS_SECRET_ACCESS_KEY: "false",
      MLFLOW_TRACKING_URI: "false",
      AZURE_SUBSCRIPTION_ID: "false",
      SLACK_WEBHOOK_URL: "true",
    });
    expect(lines).toEqual([
      expect.stringMatching(/^- `AWS_SECRET_ACCESS_KEY` not set: .*`gh secret set AWS_SECRET_ACCESS_KEY`$/),
      expect.stringMatching(/^- `MLFLOW_TRACKING_URI` not set: .*`gh secret set MLFLOW_TRACKING_URI`$/),
      expect.stringMatching(/^- `AZURE_SUBSCRIPTION_ID` not set: .*`npm run azure:setup`$/),
    ]);
  });

  it("writes nothing where all are set", async () => {
    const all = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "MLFLOW_TRACKING_URI", "SLACK_WEBHOOK_URL"];
    const env = Object.fromEntries(all.map((name) => [name, "true"]));
    expect((await runProgram("workflows/skipped", { env })).summary).toBe("");
    const outside = await runProgram("workflows/skipped", { env: { FROM_OUTSIDE: "true" } });
    expect(outside.summary).toContain("a pull request from outside gets no secrets");
  });
});
