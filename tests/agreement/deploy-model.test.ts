import { describe, expect, it } from "vitest";
import { FAILED_OR_TOO_LONG, type Job, redSteps, text, workflowNamed, writesOf } from "./workflow.ts";

const yaml = text(".github/workflows/deploy-model.yml");
const workflow = workflowNamed("deploy-model");
const job = (name: string) => workflow.jobs[name] as Job;
const names = (name: string) => job(name).steps.map((step) => step.name);
const expression = (words: string) => `$${`{{ ${words} }}`}`;

describe("deploy-model.yml", () => {
  it("is started with a version, by train.yml or a person, and by nothing else", () => {
    expect(Object.keys(workflow.on)).toEqual(["workflow_dispatch"]);
    const { version, to, rollback } = workflow.on.workflow_dispatch?.inputs ?? {};
    expect(version).toMatchObject({ type: "string" });
    expect(to).toMatchObject({ type: "choice", options: ["staging", "production"], default: "staging" });
    expect(rollback).toMatchObject({ type: "boolean", default: false });
    expect(text(".github/workflows/train.yml")).toMatch(
      /workflow_id: "deploy-model\.yml",\s+ref: "main",\s+inputs: \{ version:/,
    );
  });

  it("goes from staging by smoke tests and soak to production, its smoke tests, and back", () => {
    expect(Object.fromEntries(Object.entries(workflow.jobs).map(([name, { needs }]) => [name, needs]))).toEqual({
      "deploy-staging": undefined,
      "smoke-staging": "deploy-staging",
      soak: ["deploy-staging", "smoke-staging"],
      "deploy-production": ["deploy-staging", "soak"],
      "smoke-production": "deploy-production",
      rollback: ["deploy-production", "smoke-production"],
      drift: ["deploy-production", "smoke-production", "rollback"],
      tell: ["deploy-staging", "smoke-staging", "soak", "deploy-production", "smoke-production", "rollback", "drift"],
    });
    expect(names("deploy-staging").indexOf("Image, built and pushed")).toBeLessThan(
      names("deploy-staging").indexOf("Promote to staging"),
    );
    expect(names("soak").indexOf("Soak")).toBeLessThan(names("soak").indexOf("Tag what staging proved"));
    expect(names("deploy-staging").indexOf("Azure ML: idle colour")).toBeLessThan(
      names("deploy-staging").indexOf("Promote to staging"),
    );
    expect(names("deploy-production").slice(-10)).toEqual([
      "Is it what staging proved?",
      "Azure ML: az",
      "Azure ML: idle colour",
      "Azure ML: image of the weekly drift",
      "Promote to production",
      "Where is production now?",
      "Tag production",
      "Azure ML: traffic",
      "Azure ML: traffic as before",
      "What was skipped for want of a secret",
    ]);
    const rollback = ["Tag production as before", "Smoke tests of what is back", "Azure ML: traffic back"];
    expect(names("rollback").filter((name) => rollback.includes(name))).toEqual(rollback);
    expect(yaml).toContain("--minutes 2 ");
  });

  it("goes to Azure ML only where that is configured, and gives the traffic back whatever happens", () => {
    const steps = Object.values(workflow.jobs).flatMap(({ steps }) =>
      steps.filter(({ name }) => name.startsWith("Azure ML")),
    );
    expect(steps.length).toBeGreaterThan(10);
    for (const step of steps) expect(step.if).toMatch(/^(always\(\) && )?vars\.AZURE_SUBSCRIPTION_ID != ''/);
    for (const name of ["deploy-staging", "deploy-production"]) {
      const last = job(name).steps.findLast(({ name }) => name.startsWith("Azure ML"));
      expect(last).toMatchObject({ name: "Azure ML: traffic as before", if: expect.stringMatching(/^always\(\) && /) });
      const shift = job(name).steps.find(({ name }) => name === "Azure ML: traffic");
      expect(shift?.run).toMatch(/^exec node /); // else bash keeps the signal to itself
    }
  });

  it("has environments where something is deployed, and lets nothing hold back a rollback", () => {
    const environments = Object.entries(workflow.jobs).flatMap(([name, { environment }]) =>
      environment ? [`${name}: ${environment}`] : [],
    );
    expect(environments).toEqual([
      "deploy-staging: staging",
      "deploy-production: production",
      "rollback: production-rollback",
      "drift: production-rollback",
    ]);
  });

  it("reaches production after a soak where somebody reviews it, else only when somebody types it", () => {
    expect(job("deploy-staging").if).toBe(
      expression("github.ref == 'refs/heads/main' && !inputs.rollback && inputs.to == 'staging'"),
    );
    expect(job("deploy-production").if).toBe(
      expression(
        "!cancelled() && github.ref == 'refs/heads/main' && !inputs.rollback && (inputs.to == 'production' || needs.soak.result == 'success' && needs.soak.outputs.reviewed == 'true')",
      ),
    );
    // where jobs before were left out, success() would leave this one out too
    expect(job("smoke-production").if).toBe(expression("!cancelled() && needs.deploy-production.result == 'success'"));
    const elsewhere = Object.keys(workflow.jobs).filter((name) =>
      JSON.stringify(job(name)).includes("promote -- --to production"),
    );
    expect(elsewhere).toEqual(["deploy-production"]);
  });

  it("rolls back when somebody asks, or when production was moved and is not seen to be well", () => {
    expect(job("rollback").if).toBe(
      expression(
        "always() && (inputs.rollback || needs.deploy-production.result != 'skipped' && needs.deploy-production.outputs.moved != '' && needs.smoke-production.result != 'success')",
      ),
    );
  });

  it("runs one deployment at a time and cancels none; a rollback does not wait for one", () => {
    expect(workflow.concurrency).toEqual({
      group: expression("inputs.rollback && 'deploy-model-rollback' || 'deploy-model'"),
      "cancel-in-progress": false,
    });
    expect(Object.values(workflow.jobs).filter(({ concurrency }) => concurrency)).toEqual([]);
  });

  it("writes the registry and the images where it moves them, and nowhere else", () => {
    expect(writesOf(workflow)).toEqual([
      "deploy-staging: contents",
      "deploy-staging: packages",
      "deploy-staging: id-token",
      "soak: packages",
      "deploy-production: contents",
      "deploy-production: packages",
      "deploy-production: id-token",
      "rollback: contents",
      "rollback: packages",
      "rollback: id-token",
      "drift: id-token",
    ]);
  });

  it("tells Slack of a failure in any job, and of nothing else", () => {
    const { tell, ...others } = workflow.jobs;
    expect(tell).toMatchObject({
      if: FAILED_OR_TOO_LONG,
      needs: Object.keys(others),
    });
  });
});

it("the page says what to do about each step that may be red", () => {
  const { steps, told } = redSteps("deploy-model");
  expect(told).toEqual(steps);
});

describe("the rules of main", () => {
  const { rules } = JSON.parse(text(".github/rulesets/main.json")) as {
    rules: { type: string; parameters?: { required_status_checks?: { context: string }[] } }[];
  };

  it("want a review, and the check of the job that judges a model", () => {
    const checks = rules.flatMap(({ parameters }) => parameters?.required_status_checks ?? []);
    expect(checks.map(({ context }) => context)).toEqual(["train"]);
    // a push of the same commit may have left its job out, which counts as passed
    expect(workflowNamed("train").jobs.train?.name).toBe(
      expression("github.event_name == 'pull_request' && 'train' || 'train on push'"),
    );
    expect(rules).toContainEqual(
      expect.objectContaining({
        type: "pull_request",
        parameters: expect.objectContaining({ required_approving_review_count: 1, require_code_owner_review: true }),
      }),
    );
  });
});
