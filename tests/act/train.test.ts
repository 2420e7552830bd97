import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ProjectCopy } from "../support/project-copy.ts";
import { type Run, runWorkflow } from "./act.ts";
import { edit, smallWorkflows } from "./small-workflows.ts";

const STEPS = ["DVC pull", "Data validation", "Unit tests", "Train", "Champion", "Evaluate", "Quality gates"];
const SECRET = "a-secret-of-the-tests";

let base: ProjectCopy;
let copy: ProjectCopy;
const scratch = mkdtempSync(join(tmpdir(), "churn act "));
beforeAll(() => {
  base = smallWorkflows();
}, 120_000);
afterAll(() => {
  base.remove();
  rmSync(scratch, { recursive: true });
});
afterEach(() => copy.remove());

/** A copy with a change, and how train.yml ran on it. */
function train(
  event: string,
  change: (copy: ProjectCopy) => void,
  settings: Record<string, string> = {},
  secrets: Record<string, string> = {},
): Promise<Run> {
  copy = new ProjectCopy(base);
  change(copy);
  copy.commit("a change");
  return runWorkflow(copy, "train.yml", event, settings, secrets);
}

const code = (copy: ProjectCopy) => edit(copy, "packages/train/src/index.ts", (text) => `${text}\n`);
const file = (name: string, value: unknown): string => {
  const path = join(scratch, name);
  writeFileSync(path, JSON.stringify(value));
  return path;
};
const writes = (run: Run) =>
  run.calls.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);
const slack = (run: Run) => run.calls.filter(({ path }) => path.startsWith("/slack")).map(({ body }) => body?.text);
const registersNothing = (run: Run) => {
  expect(run.jobs).not.toHaveProperty("register");
  expect(run.jobs).not.toHaveProperty("deploy");
  expect(run.output).not.toMatch(/Registered [\w-]+ version/);
};

describe("train.yml, green", { timeout: 300_000 }, () => {
  it("trains, judges and registers a push to main, and starts its deployment", async () => {
    const deployment = (copy: ProjectCopy) =>
      writeFileSync(copy.path(".github/workflows/deploy-model.yml"), "name: deploy-model\n");
    const run = await train("push", deployment, {}, { SLACK_WEBHOOK_URL: "" });
    expect(run.jobs).toEqual({ changes: "success", train: "success", register: "success", deploy: "success" });
    expect(run.steps.train?.filter((step) => STEPS.includes(step))).toEqual(STEPS);
    expect(run.artifacts["trained-model"]?.sort()).toEqual(
      ["MODEL_CARD.md", "golden.json", "lineage.json", "model.json", "reference.json", "signature.json"].concat([
        "transformer.json",
        "weights.bin",
      ]),
    );
    expect(run.artifacts.evaluation).toContain("metrics/eval_metrics.json");
    expect(JSON.stringify(run.artifacts)).not.toMatch(/customers\.csv|parquet/);
    expect(run.summary).toMatch(/✅ The model passed its gates(.|\n)*Registered [\w-]+ version 1 /);
    expect(run.summary).toContain("`gh secret set SLACK_WEBHOOK_URL`");
    expect(run.summary).toMatch(/dvc\.lock is behind(.|\n)*git add dvc\.lock/);
    const dispatched = run.calls.find(({ path }) => path.endsWith("/workflows/deploy-model.yml/dispatches"));
    expect(dispatched?.body).toEqual({ ref: "main", inputs: { version: "1" } });
    expect(slack(run)).toEqual([]);
  });

  it("trains a push to a feature branch that changed code, and registers nothing", async () => {
    const run = await train("push", code, { ACT_REF: "refs/heads/feature/x", ACT_BASE: "HEAD~1" });
    expect(run.jobs).toEqual({ changes: "success", train: "success" });
    expect(run.artifacts).toHaveProperty("trained-model");
    registersNothing(run);
    expect(writes(run)).toEqual([]);
  });

  it("ends early on a feature branch that changed words only", async () => {
    const words = (copy: ProjectCopy) => edit(copy, "README.md", (text) => `${text}\n`);
    const run = await train("push", words, { ACT_REF: "refs/heads/feature/x", ACT_BASE: "HEAD~1" });
    expect(run.jobs).toEqual({ changes: "success" });
    expect(run.summary).toContain("Nothing was trained: the branch changed nothing that training or a test reads");
  });

  it("ends early on a feature branch whose commit an open pull request runs", async () => {
    copy = new ProjectCopy(base);
    code(copy);
    copy.commit("a change");
    const sha = copy.git("rev-parse", "HEAD").trim();
    const pulls = [{ number: 7, state: "open", head: { sha }, base: { ref: "main" } }];
    const settings = { ACT_REF: "refs/heads/feature/x", ACT_BASE: "HEAD~1", ACT_PULLS: file("pulls.json", pulls) };
    const run = await runWorkflow(copy, "train.yml", "push", settings);
    expect(run.jobs).toEqual({ changes: "success" });
    expect(run.summary).toContain("pull request #7 runs the same commit");
  });

  it("judges a pull request, and writes its one comment anew", async () => {
    const mark = "<!-- the report of train.yml -->";
    const comments = [
      { id: 1, issue: "1", user: { type: "User" }, body: `${mark}\nfrom a person` },
      { id: 2, issue: "1", user: { type: "Bot" }, body: `${mark}\nthe report of before` },
    ];
    const easier = (copy: ProjectCopy) => copy.setParam(["gate", "subscriptions", "roc_auc"], 0.6);
    const run = await train("pull_request", easier, { ACT_COMMENTS: file("comments.json", comments) });
    expect(run.jobs).toEqual({ changes: "success", train: "success", comment: "success" });
    registersNothing(run);
    expect(writes(run)).toEqual(["PATCH /repos/acme/churn/issues/comments/2"]);
    const comment = run.calls.find(({ method }) => method === "PATCH")?.body?.body;
    expect(comment).toMatch(
      /✅ The model passed its gates(.|\n)*🔴 Gates are easier(.|\n)*roc_auc .* 0\.7000 \| 0\.6000/,
    );
    expect(comment).toContain("the stricter one counts");
  });

  it("judges a pull request from a fork without secrets, and writes nothing", async () => {
    const run = await train("pull_request", code, { ACT_FORK: "1" }, { MLFLOW_TRACKING_URI: "http://127.0.0.1:9" });
    expect(run.jobs).toEqual({ changes: "success", train: "success" });
    registersNothing(run);
    expect(writes(run)).toEqual([]);
    expect(run.summary).toMatch(/✅ The model passed its gates(.|\n)*a pull request from outside gets no secrets/);
  });

  it("trains when somebody asks for it, and registers nothing", async () => {
    const run = await train("workflow_dispatch", code);
    expect(run.jobs).toEqual({ changes: "success", train: "success" });
    registersNothing(run);
  });
});

describe("train.yml, red", { timeout: 300_000 }, () => {
  const halfOfTheTable = (copy: ProjectCopy) => {
    const remote = join(scratch, "remote");
    copy.dvc("remote", "add", "-d", "storage", remote);
    edit(copy, "data/customers.csv", (text) => text.slice(0, text.indexOf("\n", text.length / 2) + 1));
    copy.dvc("add", "data/customers.csv");
    expect(copy.dvc("push")).toMatchObject({ exitCode: 0 });
  };

  it.each<{ when: string; change: (copy: ProjectCopy) => void; step: string; says: RegExp }>([
    { when: "the data is invalid", change: halfOfTheTable, step: "Data validation", says: /rows/ },
    {
      when: "a unit test fails",
      change: (copy) =>
        edit(copy, "packages/contracts/test/bounds.test.ts", (text) =>
          text.replace("expect(", "expect(1).toBe(2);\nexpect("),
        ),
      step: "Unit tests",
      says: /1 failed/,
    },
    {
      when: "a gate of params.yaml says no",
      change: (copy) => copy.setParam(["gate", "subscriptions", "accuracy"], 0.99),
      step: "Quality gates",
      says: /QUALITY GATE FAILED:\n.*Accuracy 0\.\d+ below threshold 0\.9900/,
    },
    {
      when: "the workflow asks for more than params.yaml",
      change: (copy) =>
        edit(copy, ".github/workflows/train.yml", (text) =>
          text.replace(/MINIMUM_ACCURACY: .*/, 'MINIMUM_ACCURACY: "0.99"'),
        ),
      step: "Quality gates",
      says: /Accuracy 0\.\d+ below threshold 0\.9900/,
    },
  ])("stops a push to main when $when, registers nothing, and tells Slack why", async ({ change, step, says }) => {
    const run = await train("push", change, {}, { MLFLOW_TRACKING_PASSWORD: SECRET });
    expect(run.jobs).toEqual({ changes: "success", train: "failure", tell: "success" });
    expect(run.failed).toEqual(expect.arrayContaining([step]));
    const after = STEPS.slice(STEPS.indexOf(step));
    expect(run.steps.train?.filter((name) => after.includes(name))).toEqual([]);
    expect(run.artifacts).not.toHaveProperty("trained-model");
    registersNothing(run);
    expect(run.summary).toContain("## ❌");
    expect(slack(run)).toEqual([expect.stringContaining(`train: step “${step}” failed`)]);
    expect(slack(run)[0]).toMatch(says);
    expect(run.output).not.toContain(SECRET);
  });

  it("comments a pull request that fails its gates", async () => {
    const run = await train("pull_request", (copy) => copy.setParam(["gate", "subscriptions", "roc_auc"], 0.99));
    expect(run.jobs).toMatchObject({ train: "failure", comment: "success", tell: "success" });
    registersNothing(run);
    const made = run.calls.filter(({ method, path }) => method === "POST" && path.endsWith("/comments"));
    expect(made).toHaveLength(1);
    expect(made[0]?.body?.body).toMatch(/❌ The model did not pass its gates(.|\n)*🔴 roc_auc/);
  });
});
