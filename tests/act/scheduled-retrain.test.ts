import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FakeGithub, TOKEN } from "@churn/registry/test-support";
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { ProjectCopy } from "../support/project-copy.ts";
import { type Run, runWorkflow } from "./act.ts";
import { edit, smallWorkflows } from "./small-workflows.ts";

const TODAY = new Date().toISOString().slice(0, 10);
const PAYLOAD = { modelDigest: "a".repeat(64), version: 1, rows: 900, at: `${TODAY}T00:00:00.000Z`, why: ["score"] };

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

/** A copy with a change, and how scheduled-retrain.yml ran on it, beside a GitHub with the releases that it made. */
async function retrain(
  event: string,
  {
    change = () => {},
    settings = {},
    secrets = {},
    payload,
  }: {
    change?: (copy: ProjectCopy) => void;
    settings?: Record<string, string>;
    secrets?: Record<string, string>;
    payload?: string;
  },
): Promise<{ run: Run; releases: string[] }> {
  copy = new ProjectCopy(base);
  change(copy);
  copy.commit("a change");
  const { fake, releases } = await fakeReleases();
  const run = await runWorkflow(copy, "scheduled-retrain.yml", event, { ...fake, ...settings }, secrets, payload);
  return { run, releases: releases() };
}

/** What act is told of a GitHub that has no release yet, and the tags of those that it has then. */
async function fakeReleases() {
  const github = await FakeGithub.start();
  onTestFinished(() => github.close());
  const { api, repository } = github.repository;
  return {
    fake: { ACT_GITHUB: api, ACT_TOKEN: TOKEN, ACT_SLUG: repository },
    releases: () => [...github.releases.values()].map(({ tag_name }) => tag_name),
  };
}

const refreshed = (copy: ProjectCopy) => {
  const program = "packages/warehouse/src/data.cli.ts";
  const { output } = copy.run("--import", "tsx/esm", program, "--refresh", "--as-of", TODAY);
  expect(output).toContain("extracted anew and pinned");
};

const dispatch = (client_payload: unknown): string => {
  const path = join(scratch, "event.json");
  const repository = { default_branch: "main" };
  writeFileSync(path, JSON.stringify({ action: "drift-detected", branch: "main", client_payload, repository }));
  return path;
};
const sent = ({ calls }: Run, path: RegExp) =>
  calls.filter((call) => call.method !== "GET" && path.test(call.path)).map(({ body }) => body);
const publishesNothing = ({ run, releases }: { run: Run; releases: string[] }) => {
  expect(run.jobs).not.toHaveProperty("publish");
  expect(releases).toEqual([]);
};

describe("scheduled-retrain.yml", { timeout: 400_000 }, () => {
  it("on schedule: trains on today's customers, pushes, registers, and says how to propose it", async () => {
    const { run, releases } = await retrain("schedule", { secrets: { SLACK_WEBHOOK_URL: "" } });
    expect(run.jobs).toEqual({ retrain: "success", publish: "success" });
    expect(releases).toEqual([expect.stringMatching(/-v1$/)]);
    expect(run.output).toMatch(new RegExp(`\\[new branch\\] +HEAD -> retrain/${TODAY}`));
    expect(run.summary).toMatch(/✅ The model passed its gates(.|\n)*Registered [\w-]+ version 1 .*candidate/);
    expect(run.summary).toMatch(/### Another table(.|\n)*gh pr create --base main --head retrain\//);
    expect(run.summary).not.toContain("dvc.lock is behind");
    expect(run.summary).toContain("`gh secret set WAREHOUSE_URL`");
    expect(JSON.stringify(run.artifacts)).not.toMatch(/customers\.csv|parquet/);
  });

  it("on drift: opens the pull request with the report, and closes the one of an earlier day", async () => {
    const pulls = [{ number: 7, head: { ref: "retrain/2026-01-04", repo: { full_name: "ada/churn" } } }];
    const list = join(scratch, "pulls.json");
    writeFileSync(list, JSON.stringify(pulls));
    const { run, releases } = await retrain("repository_dispatch", {
      settings: { ACT_PULLS: list },
      payload: dispatch(PAYLOAD),
      secrets: { RETRAIN_TOKEN: "a-token-of-the-tests" },
    });
    expect(run.jobs).toEqual({ retrain: "success", publish: "success" });
    expect(releases).toHaveLength(1);
    const [proposal] = sent(run, /\/pulls$/);
    expect(proposal).toMatchObject({ head: `retrain/${TODAY}`, base: "main", title: `Retrain as of ${TODAY}` });
    expect(proposal?.body).toMatch(/version 1(.|\n)*✅ The model passed its gates/);
    expect(sent(run, /\/pulls\/7$/)).toEqual([{ state: "closed" }]);
    expect(run.output).not.toContain("a-token-of-the-tests");
  });

  it("registers nothing new when it is merged, and the deployment of its version starts", async () => {
    const { fake, releases } = await fakeReleases();
    copy = new ProjectCopy(base);
    writeFileSync(copy.path(".github/workflows/deploy-model.yml"), "name: deploy-model\n");
    copy.commit("with a deployment");
    expect((await runWorkflow(copy, "scheduled-retrain.yml", "schedule", fake)).jobs.publish).toBe("success");
    refreshed(copy);
    copy.commit("merged, as one commit");
    const merged = await runWorkflow(copy, "train.yml", "push", fake);
    expect(merged.summary).toContain("Already registered as version 1 ");
    expect(releases()).toHaveLength(1);
    expect(sent(merged, /\/workflows\/deploy-model\.yml\/dispatches$/)).toEqual([
      { ref: "main", inputs: { version: "1" } },
    ]);
  });

  it("ends early, green, where the data has not changed", async () => {
    const result = await retrain("schedule", { change: refreshed });
    expect(result.run.jobs).toEqual({ retrain: "success" });
    expect(result.run.summary).toMatch(/Nothing was trained: the table is the one that main was trained on/);
    expect(result.run.steps.retrain).not.toContain("Train");
    publishesNothing(result);
  });

  it("ends early on drift where a retrain of this week waits", async () => {
    const change = (copy: ProjectCopy) => edit(copy, "data.dvc", (text) => text.replace("2026-06-30", TODAY));
    const result = await retrain("repository_dispatch", { change, payload: dispatch(PAYLOAD) });
    expect(result.run.jobs).toEqual({ retrain: "success" });
    expect(result.run.summary).toMatch(/Nothing was fetched: there is a retrain on customers up to/);
    publishesNothing(result);
  });

  it("fetches nothing for a payload that drift did not send", async () => {
    const result = await retrain("repository_dispatch", { payload: dispatch({ psi: 0.3 }) });
    expect(result.run.failed).toContain("What came with the event");
    expect(result.run.steps.retrain).not.toContain("Latest data");
    publishesNothing(result);
  });

  it("publishes nothing where a gate says no, and opens one issue", async () => {
    const result = await retrain("schedule", {
      change: (copy) => copy.setParam(["gate", "subscriptions", "accuracy"], 0.99),
      secrets: { SLACK_WEBHOOK_URL: "" },
    });
    expect(result.run.jobs).toEqual({ retrain: "failure", tell: "success" });
    expect(result.run.failed).toEqual(["Quality gates"]);
    publishesNothing(result);
    expect(result.run.artifacts).not.toHaveProperty("trained-model");
    expect(sent(result.run, /\/issues$/)).toEqual([
      { title: "scheduled-retrain fails", body: expect.stringMatching(/“Quality gates” failed(.|\n)*below threshold/) },
    ]);
  });

  it("takes its branch back where nothing was registered", async () => {
    const change = (copy: ProjectCopy) =>
      edit(copy, ".github/workflows/scheduled-retrain.yml", (text) => text.replace("npm run register --", "false"));
    const { run, releases } = await retrain("schedule", { change });
    expect(run.jobs).toEqual({ retrain: "success", publish: "failure", tell: "success" });
    expect(run.failed).toEqual(["Register"]);
    expect(run.output).toMatch(new RegExp(`\\[deleted\\] +retrain/${TODAY}`));
    expect(releases).toEqual([]);
  });

  it("stops where PostgreSQL's table could be had by no other machine, and says why", async () => {
    const secrets = { WAREHOUSE_URL: "postgresql://u:p@127.0.0.1:9/d", SLACK_WEBHOOK_URL: "" };
    const result = await retrain("schedule", { secrets });
    expect(result.run.failed).toEqual(["Latest data"]);
    expect(result.run.output).toMatch(/no DVC remote is configured/);
    publishesNothing(result);
  });
});
