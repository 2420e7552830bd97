import { gatesOf, type Params } from "@churn/contracts";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  FAILED_OR_TOO_LONG,
  hasCustomers,
  type Job,
  keptBy,
  redSteps,
  text,
  workflowNamed,
  writesOf,
} from "./workflow.ts";

const workflow = workflowNamed("scheduled-retrain");
const { jobs } = workflow;
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
    const pushes = ["train", "checks"].flatMap((name) => workflowNamed(name).on.push?.branches ?? ["**"]);
    expect(pushes.filter((branch) => /^(\*|r)/.test(branch))).toEqual([]);
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
    expect(writesOf(workflow)).toEqual(["publish: contents", "tell: issues"]);
    expect(jobs.publish).toMatchObject({ needs: "retrain" });
    expect(jobs.tell).toMatchObject({ needs: ["retrain", "publish"], if: FAILED_OR_TOO_LONG });
  });

  it("pushes the branch before it registers, and moves no alias but candidate", () => {
    const names = stepsOf("publish").map(({ name }) => name);
    expect(names.slice(-4)).toEqual(["Push the branch", "Register", "Propose it", "Take the branch back"]);
    const commands = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run = "" }) => run));
    expect(commands.join("\n")).not.toMatch(/npm run (promote|rollback)/);
  });

  it("keeps no customers", () => {
    expect(keptBy(workflow)).toContain("metrics");
    expect(keptBy(workflow).filter(hasCustomers)).toEqual([]);
  });

  it("has a page that says what to do about each step that may be red", () => {
    const { steps, told } = redSteps("scheduled-retrain");
    expect(told).toEqual(steps);
  });
});
