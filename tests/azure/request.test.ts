import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { driftOverrides } from "@churn/tools/azure/overrides.mjs";
import { withTrainingVersion } from "@churn/tools/azure/training-version.mjs";
import { afterAll, expect, test } from "vitest";
import { ProjectCopy } from "../support/project-copy.ts";
import { projectFile } from "../support/project-file.ts";
import { NO_SDK, sdkPython, training } from "./azure-sdk.ts";

const MINUTES = 60_000;
const project = new ProjectCopy();
afterAll(() => project.remove());

/** What the SDK sends, as JSON; undefined where there is no Python. */
async function request(kind: "job" | "schedule", file: string, overrides: Record<string, unknown>) {
  const python = await sdkPython();
  if (!python) return undefined;
  const set = Object.entries(overrides).map(([key, value]) => `${key}=${value}`);
  const args = [projectFile("tests/azure/request.py"), kind, project.path(file), ...set];
  return (await promisify(execFile)(python, args, { maxBuffer: 1e8 })).stdout;
}

const VERSION = "0123abcd";

test("what the workflow sets reaches Azure ML, in every job the version of the image", {
  timeout: 3 * MINUTES,
}, async ({ skip }) => {
  const component = project.path("components/train/component.yaml");
  const before = readFileSync(component, "utf8");
  const file = "pipelines/training-pipeline.yaml";
  const sent = await withTrainingVersion(project.folder, VERSION, () => request("job", file, training));
  if (!sent) return skip(NO_SDK);
  expect(lostIn(sent, training)).toEqual([]);
  const jobs = Object.values(JSON.parse(sent).properties.jobs).map((job) => JSON.stringify(job));
  expect(jobs.filter((job) => job.includes(`azureml:churn-training:${VERSION}`))).toHaveLength(6);
  expect(readFileSync(component, "utf8")).toBe(before);
  const dropped = { "jobs.train.environment": "azureml:churn-training:dropped-by-the-sdk" };
  expect(await request("job", file, dropped)).not.toContain("dropped-by-the-sdk");
});

test("the schedule sends model, vault and repository", { timeout: 3 * MINUTES }, async ({ skip }) => {
  const facts = { registry: "acme", model: 3, vault: "https://acme.vault.azure.net", repository: "acme/churn" };
  const sent = await request("schedule", "pipelines/drift-schedule.yaml", driftOverrides(facts));
  if (!sent) return skip(NO_SDK);
  expect(lostIn(sent, driftOverrides(facts))).toEqual([]);
});

/** Values that are nowhere in a request; of an asset its reference has lost the scheme. */
const lostIn = (sent: string, overrides: Record<string, unknown>) =>
  Object.values(overrides).filter((value) => !sent.includes(String(value).replace(/^azureml:(?!\/\/)/, "")));
