import { failureIssue, failureMessage, failuresOf, lastLines } from "@churn/tools/workflows/failures.mjs";
import { describe, expect, it } from "vitest";

const at = (line: string) => `2026-11-21T10:00:00.1234567Z ${line}`;
const log = [
  "##[group]Run npx --no -- dvc repro gate",
  "\u001b[36;1mnpx --no -- dvc repro gate\u001b[0m",
  "##[endgroup]",
  "QUALITY GATE FAILED:",
  "  - Accuracy 0.8400 below threshold 0.8500 <at all>",
  "",
  "##[error]Process completed with exit code 1.",
  "the report, which is written in any case",
  "##[error]another step failed too",
]
  .map(at)
  .join("\n");
const env = {
  GITHUB_WORKFLOW: "train",
  GITHUB_REF_NAME: "main",
  GITHUB_SHA: "c0ffee00c0ffee00c0ff",
  GITHUB_ACTOR: "ada",
  GITHUB_RUN_NUMBER: "12",
  GITHUB_RUN_ID: "99",
  GITHUB_REPOSITORY: "acme/churn",
  GITHUB_SERVER_URL: "https://github.example",
};

describe("what Slack is told", () => {
  const jobs = [
    { id: 1, name: "changes", conclusion: "success", steps: [] },
    {
      id: 2,
      name: "train",
      conclusion: "failure",
      steps: [
        { name: "Train", conclusion: "success" },
        { name: "Quality gates", conclusion: "failure" },
        { name: "Report", conclusion: "failure" },
      ],
    },
    { id: 3, name: "register", conclusion: "skipped", steps: [] },
  ];

  it("is the first failed step of each failed job, and its last lines", async () => {
    const failures = await failuresOf(jobs, async ({ id }: { id: number }) => (id === 2 ? log : "of another job"));
    expect(failureMessage(env, failures)).toBe(
      [
        "train failed on main at c0ffee00c0ff (<https://github.example/acme/churn/actions/runs/99|run 12>, ada)",
        "train: step “Quality gates” failed",
        "```",
        "npx --no -- dvc repro gate",
        "QUALITY GATE FAILED:",
        "  - Accuracy 0.8400 below threshold 0.8500 &lt;at all&gt;",
        "```",
      ].join("\n"),
    );
  });

  it.each([
    { conclusion: "cancelled", ended: "cancelled", says: "train: step “Train” was cancelled, or took too long" },
    { conclusion: "timed_out", ended: "timed_out", says: "train: step “Train” took too long" },
    { conclusion: "cancelled", ended: "skipped", says: "train: step “no step of it” was cancelled, or took too long" },
  ])("names a step that took too long, which GitHub calls $ended in a job that is $conclusion", async (given) => {
    const steps = [
      { name: "Checkout", conclusion: "success" },
      { name: "Train", conclusion: given.ended },
      { name: "Evaluate", conclusion: "skipped" },
    ];
    const job = { id: 4, name: "train", conclusion: given.conclusion, steps };
    const running = { id: 5, name: "tell", conclusion: null, steps: [] };
    const canceled = ["epoch 7", "##[error]The operation was canceled."].map(at).join("\n");
    const message = failureMessage(env, await failuresOf([job, running], async () => canceled));
    expect(message.split("\n").slice(1)).toEqual([given.says, "```", "epoch 7", "```"]);
  });

  it("names the branch of a pull request, and nobody whom a branch's name would call", () => {
    const pull = { ...env, GITHUB_REF_NAME: "7/merge", GITHUB_HEAD_REF: "feature/<!channel>&" };
    expect(failureMessage(pull, [])).toMatch(/^train failed on feature\/&lt;!channel&gt;&amp; at c0ffee00c0ff/);
    expect(failureMessage({ ...env, GITHUB_HEAD_REF: "" }, [])).toMatch(/^train failed on main at/);
  });

  it("is short, whatever the log", () => {
    const lines = lastLines(Array.from({ length: 500 }, () => at("x".repeat(1000))).join("\n"));
    expect(lines).toHaveLength(15);
    const failures = ["train", "publish"].map((job) => ({ job, step: "Train", how: "failed", lines }));
    expect(failureMessage(env, failures).length).toBeLessThan(3000);
    expect(failureIssue(env, failures).body.length).toBeLessThan(3000);
  });

  it("says so where GitHub has no job or no log", async () => {
    expect(failureMessage(env, await failuresOf([], async () => ""))).toMatch(/did not say which step/);
    expect(failureMessage(env, await failuresOf(jobs, async () => ""))).toMatch(/“Quality gates” failed$/);
  });
});
