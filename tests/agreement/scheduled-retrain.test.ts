import { readFileSync } from "node:fs";
import { gatesOf, type Params } from "@churn/contracts";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { projectFile } from "../support/project-file.ts";

type Step = { name: string; id?: string; run?: string; if?: string; with?: Record<string, unknown> };
type Job = { if?: string; needs?: string | string[]; permissions: Record<string, string>; steps: Step[] };

const TOO_LONG_COUNTS = "failure() || !cancelled() && contains(needs.*.result, 'cancelled')";

const text = (path: string) => readFileSync(projectFile(path), "utf8");
const workflow = parse(text(".github/workflows/scheduled-retrain.yml"));
const jobs: Record<string, Job> = workflow.jobs;
const stepsOf = (name: string) => (jobs[name] as Job).steps;
const CHANGED = "steps.table.outputs.changed == 'true'";

describe("scheduled-retrain.yml", () => {
  it("asks for the gates that params.yaml has for the dataset in use", () => {
    const { accuracy, roc_auc } = gatesOf(parse(text("params.yaml")) as Params);
    expect(workflow.env).toEqual({ MINIMUM_ACCURACY: String(accuracy), MINIMUM_AUC: String(roc_auc) });
  });

  it("runs on Sundays, on drift, and by hand for a day", () => {
    expect(workflow.on).toEqual({
      schedule: [{ cron: "0 2 * * 0" }],
      workflow_dispatch: { inputs: { "as-of": expect.objectContaining({ type: "string", default: "" }) } },
      repository_dispatch: { types: ["drift-detected"] },
    });
  });

  it("never runs twice at once, and cancels nothing", () => {
    expect(workflow.concurrency).toEqual({ group: "scheduled-retrain", "cancel-in-progress": false });
  });

  it("starts no other workflow, and none starts on its branches", () => {
    const pushes = ["train", "checks"].map((name) => parse(text(`.github/workflows/${name}.yml`)).on.push.branches);
    expect(pushes.flat().filter((branch: string) => /^(\*|r)/.test(branch))).toEqual([]);
    expect(text(".github/workflows/scheduled-retrain.yml")).not.toMatch(/createWorkflowDispatch|gh workflow run/);
  });

  it("fetches, validates, trains, judges, commits and pushes in this order, and only a table that has changed", () => {
    const order = [
      ...["What came with the event", "Is there anything to fetch?", "Latest data", "Is it another table?"],
      ...["Data validation", "Train", "Champion", "Evaluate", "Quality gates"],
      ...["Commit the lock and the decision records", "DVC push", "Keep the model"],
    ];
    const steps = stepsOf("retrain").filter(({ name }) => order.includes(name));
    expect(steps.map(({ name }) => name)).toEqual(order);
    expect(steps.slice(4).map((step) => step.if)).toEqual(order.slice(4).map(() => CHANGED));
    expect((jobs.publish as Job).if).toBe("needs.retrain.outputs.changed == 'true'");
  });

  it("writes only where nothing is left to judge", () => {
    const writes = Object.entries(jobs).flatMap(([name, { permissions }]) =>
      Object.entries(permissions).flatMap(([what, how]) => (how === "write" ? [`${name}: ${what}`] : [])),
    );
    expect(writes).toEqual(["publish: contents", "tell: issues"]);
    expect(jobs.publish).toMatchObject({ needs: "retrain" });
    expect(jobs.tell).toMatchObject({ needs: ["retrain", "publish"], if: TOO_LONG_COUNTS });
  });

  it("pushes the branch before it registers, and moves no alias but candidate", () => {
    const names = stepsOf("publish").map(({ name }) => name);
    expect(names.slice(-4)).toEqual(["Push the branch", "Register", "Propose it", "Take the branch back"]);
    const commands = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run = "" }) => run));
    expect(commands.join("\n")).not.toMatch(/npm run (promote|rollback)/);
  });

  it("keeps no customers", () => {
    const paths = Object.values(jobs).flatMap(({ steps }) => steps.map((step) => String(step.with?.path ?? "")));
    expect(paths.join("\n")).not.toMatch(/^(data|artifacts\/?$|artifacts\/(features|champion)|\.)$/m);
  });

  it("has a page that says what to do about each step that may be red", () => {
    const names = Object.values(jobs).flatMap(({ steps }) => steps.map(({ name }) => name));
    const page = text("docs/workflows/scheduled-retrain.md").split("## What to do when a step is red")[1] ?? "";
    const told = [...(page.split("\n## ")[0] ?? "").matchAll(/^\| ([^|]+) \|/gm)].map(([, name]) => name).slice(2);
    const plain = /^(Checkout|Keep|Bring|Report|What was skipped)/;
    expect([...new Set(told)].sort()).toEqual([...new Set(names.filter((name) => !plain.test(name)))].sort());
  });
});
