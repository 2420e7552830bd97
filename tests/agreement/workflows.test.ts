import { readdirSync } from "node:fs";
import { gatesOf, type Params } from "@churn/contracts";
import { findings } from "@churn/tools/workflows/own-rules.mjs";
import { workflowFiles } from "@churn/tools/workflows/workflow-files.mjs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { projectFile } from "../support/project-file.ts";
import {
  FAILED_OR_TOO_LONG,
  hasCustomers,
  type Job,
  keptBy,
  redSteps,
  type Step,
  text,
  workflowNamed,
  writesOf,
} from "./workflow.ts";

const train = workflowNamed("train");
const names = readdirSync(projectFile(".github/workflows"));
const job = (name: string) => train.jobs[name] as Job;
const step = (name: string) => job("train").steps.find((one) => one.name === name) as Step;

describe("train.yml", () => {
  it("asks for the gates that params.yaml has for the dataset in use", () => {
    const { accuracy, roc_auc } = gatesOf(parse(text("params.yaml")) as Params);
    expect({ accuracy: train.env.MINIMUM_ACCURACY, roc_auc: train.env.MINIMUM_AUC }).toEqual({
      accuracy: String(accuracy),
      roc_auc: String(roc_auc),
    });
  });

  it("runs on pushes to main and feature branches, on pull requests to main, and by hand", () => {
    expect(train.on).toEqual({
      push: { branches: ["main", "feature/**"] },
      pull_request: { branches: ["main"] },
      workflow_dispatch: null,
    });
  });

  it("goes its steps in the order of the pipeline, and each ends what fails", () => {
    const order = [
      "Checkout",
      "Node (.nvmrc) and Python, with caches",
      "Set-up",
      "DVC pull",
      "Data validation",
      "Unit tests",
      "Keep turbo's results",
      "Train",
      "Champion",
      "Evaluate",
      "Quality gates",
      "Keep the model",
      "Keep what was measured",
      "Report",
    ];
    expect(
      job("train")
        .steps.map(({ name }) => name)
        .slice(0, order.length),
    ).toEqual(order);
    expect(job("train")["timeout-minutes"]).toBe(60);
    const ifAnythingFailed = order.filter((name) => step(name).if !== undefined);
    expect(ifAnythingFailed).toEqual(["Keep turbo's results", "Keep what was measured", "Report"]);
  });

  it("writes nowhere but where a job is there for it", () => {
    expect(writesOf(train)).toEqual([
      "train-azure: id-token",
      "comment: pull-requests",
      "comment-azure: pull-requests",
      "attest: id-token",
      "attest: attestations",
      "register: contents",
      "deploy: actions",
    ]);
  });

  it("registers, signs and deploys after the gates of a push to main, and nothing else", () => {
    const pushToMain = "github.event_name == 'push' && github.ref == 'refs/heads/main'";
    expect(job("register")).toMatchObject({ if: pushToMain, needs: "train" });
    expect(job("attest").if).toMatch(new RegExp(`^${pushToMain.replaceAll("/", "\\/")} && \\(`));
    expect(job("deploy")).toMatchObject({ needs: "register" });
    expect(job("deploy").if).toBeUndefined(); // only where register ended well
    const commands = Object.entries(train.jobs).filter(([, { steps }]) =>
      steps.some(({ run }) => /npm run (register|promote)/.test(run ?? "")),
    );
    expect(commands.map(([name]) => name)).toEqual(["register"]);
  });

  it.each([
    { what: "starts the deployment of main's head", head: "a", starts: ["1"] },
    { what: "starts none where main has gone on", head: "b", starts: [] },
  ])("$what", async ({ head, starts }) => {
    const started: unknown[] = [];
    const github = {
      rest: {
        git: { getRef: async () => ({ data: { object: { sha: head } } }) },
        actions: {
          createWorkflowDispatch: async ({ inputs }: { inputs: { version: string } }) => started.push(inputs.version),
        },
      },
    };
    const core = { summary: { addRaw: () => ({ write: async () => undefined }) } };
    const script = String(job("deploy").steps.at(-1)?.with?.script);
    const run = new Function("github", "context", "core", "process", `return (async () => {${script}})()`);
    await run(github, { repo: {}, sha: "a" }, core, { env: { VERSION: "1" } });
    expect(started).toEqual(starts);
  });

  it("trains in Azure ML what a feature branch pushes, after the tests, and only where Azure is configured", () => {
    const azure = job("train-azure");
    expect(azure.if).toContain("github.event_name == 'push' && startsWith(github.ref, 'refs/heads/feature/')");
    expect(azure.if).toContain("&& vars.AZURE_SUBSCRIPTION_ID != '' &&");
    expect(azure).toMatchObject({ environment: "dev", needs: "changes" });
    const steps = azure.steps.map(({ name }) => name);
    expect(steps.indexOf("Unit tests")).toBeLessThan(steps.indexOf("Azure ML: az"));
    const others = Object.entries(train.jobs).filter(([name]) => !name.endsWith("-azure"));
    expect(JSON.stringify(others)).not.toMatch(/tools\/azure|train-azure"?,? *"?(if|steps)/);
  });

  it("keeps the model for thirty days, and no customers", () => {
    expect(step("Keep the model").with).toMatchObject({
      name: "trained-model",
      path: "models/churn",
      "retention-days": 30,
    });
    expect(keptBy(train)).toContain("metrics");
    expect(keptBy(train).filter(hasCustomers)).toEqual([]);
  });

  it("tells Slack of a failure in any job, and of nothing else", () => {
    const { tell, ...others } = train.jobs;
    expect(tell).toMatchObject({ if: FAILED_OR_TOO_LONG, needs: Object.keys(others) });
    expect(JSON.stringify(others)).not.toMatch(/SLACK_WEBHOOK_URL }}/);
  });

  it("trains whatever goes wrong before, as GitHub counts a check that was left out as passed", () => {
    expect(job("train").if).toBe("$" + "{{ !cancelled() && needs.changes.outputs.train != 'false' }}");
  });

  it("cancels what runs for a pull request only", () => {
    const cancel = "$" + "{{ github.event_name == 'pull_request' }}";
    expect(train.concurrency).toMatchObject({ "cancel-in-progress": cancel });
  });

  it("restores no stage's artifacts", () => {
    const caches = parse(text(".github/actions/node-python/action.yml")).runs.steps.flatMap(
      (one: Step) => one.with?.path ?? [],
    );
    expect(caches).toEqual([".venv", "~/.cache/churn-starter/tfjs-node-*", ".turbo/cache"]);
    const kept = Object.values(train.jobs).flatMap(({ steps }) =>
      steps.filter(({ uses }) => uses?.startsWith("actions/cache")).map((one) => one.with?.path),
    );
    expect(kept).toEqual([".turbo/cache"]);
    expect(text(".github/workflows/train.yml")).not.toContain(".dvc/cache");
  });
});

describe.each(names)("%s", (name) => {
  const workflow = workflowNamed(name.replace(".yml", ""));

  it("hands a secret to the steps that use it, not to a job or to all", () => {
    const outside = { env: workflow.env, jobs: Object.values(workflow.jobs).map(({ steps, ...rest }) => rest) };
    expect(JSON.stringify(outside)).not.toContain("secrets.");
  });

  it("has a page that tells of each secret and variable, if it has any", () => {
    const used = usedIn(text(`.github/workflows/${name}`));
    const page = used.length > 0 ? text(`docs/workflows/${name.replace(".yml", ".md")}`) : "";
    const told = [...page.matchAll(/^\| `(\w+)` \| (secret|variable) \|/gm)].map(([, setting]) => setting);
    expect(told.sort()).toEqual(used);
  });
});

it("the page of train.yml says what to do about each step that may be red", () => {
  const { steps, told } = redSteps("train");
  expect(told).toEqual(steps);
});

it("breaks none of our own rules", () => {
  expect(findings(projectFile(""), workflowFiles(projectFile("")))).toEqual([]);
});

function usedIn(yaml: string): string[] {
  return [...new Set([...yaml.matchAll(/\b(?:secrets|vars)\.(\w+)/g)].map(([, name = ""]) => name))].sort();
}
