import {
  dataOverrides,
  deploymentOverrides,
  driftOverrides,
  endpointOverrides,
  environmentOverrides,
  setArguments,
} from "@churn/tools/azure/overrides.mjs";
import { expect, test } from "vitest";
import type { Document } from "yaml";
import { NO_SDK, training } from "./azure-sdk.ts";
import { type Change, validateCopies, withSet } from "./yaml-copies.ts";

const MINUTE = 60_000;
const [PIPELINE, DEPLOYMENT, SCORING] = [
  "pipelines/training-pipeline.yaml",
  "endpoints/deployment.yaml",
  "environments/scoring-env.yaml",
];
const component = (name: string) => `components/${name}/component.yaml`;

const model = { registry: "churn-registry", model: 3 };
const SET: [string, object][] = [
  [PIPELINE, training],
  [
    "environments/training-env.yaml",
    environmentOverrides({ version: "0123abcd", image: "acme.azurecr.io/churn-training:0123abcd" }),
  ],
  [SCORING, environmentOverrides({ version: "3-ab12", image: `acme.azurecr.io/churn@sha256:${"ab".repeat(32)}` })],
  ["endpoints/customers.yaml", dataOverrides({ version: "f9c6a3ef4658aff27afda3e66bd9e8ff" })],
  ["endpoints/staging.yaml", endpointOverrides({ name: "churn-staging-x7d2" })],
  ["endpoints/production.yaml", endpointOverrides({ name: "churn-production-x7d2" })],
  [
    DEPLOYMENT,
    deploymentOverrides({
      ...model,
      colour: "green",
      endpoint: "churn-production-x7d2",
      environment: "3-ab12",
      instances: 3,
    }),
  ],
  [
    "pipelines/drift-schedule.yaml",
    driftOverrides({ ...model, vault: "https://acme.vault.azure.net", repository: "acme/churn" }),
  ],
];

test("every file is valid, as it is and with what the workflows set", { timeout: 3 * MINUTE }, async ({ skip }) => {
  const found = await validateCopies([[], SET.map(([file, overrides]) => withSet(file, { ...overrides }))]);
  if (!found) return skip(NO_SDK);
  expect(found).toEqual(["", ""]);
});

test("the pipeline is valid with --set, and a misspelt --set is not", { timeout: 3 * MINUTE }, async ({ skip }) => {
  const found = await validateCopies([[]], training);
  if (!found) return skip(NO_SDK);
  expect(found).toEqual([""]);
  expect(await validateCopies([[]], { ...training, "tag.branch": "x" })).toEqual([expect.stringContaining("tag")]);
});

test("a branch comes to no shell as more than a name", () => {
  expect(training["inputs.branch"]).toBe("feature/--reboot--");
  expect(setArguments({ "tags.branch": "x", name: "y" })).toEqual(["--set", "tags.branch=x", "name=y"]);
});

const set = (path: string, value: unknown) => (yaml: Document) => yaml.setIn(path.split("."), value);
const without = (path: string) => (yaml: Document) => yaml.deleteIn(path.split("."));
const replace = (path: string, from: string, to: string) => (yaml: Document) => {
  const text = String(yaml.getIn(path.split(".")));
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  yaml.setIn(path.split("."), text.replace(from, to));
};
const MISTAKES: Record<string, Change> = {
  "a job that is not there": { file: PIPELINE, edit: replace("jobs.evaluate.inputs.model", "train", "trian") },
  "an output that is not there": {
    file: PIPELINE,
    edit: replace("jobs.train.inputs.features", "outputs.features", "outputs.numbers"),
  },
  "a pipeline input that is not there": {
    file: PIPELINE,
    edit: set("jobs.validate.inputs.data", "$" + "{{parent.inputs.table}}"),
  },
  "an input that is missing": { file: PIPELINE, edit: without("jobs.release.inputs.commit") },
  "an input that no component has": { file: PIPELINE, edit: set("jobs.gate.inputs.threshold", 0.5) },
  "a setting that is not there": { file: PIPELINE, edit: set("settings.continue_on_failure", false) },
  "a cycle": {
    file: PIPELINE,
    edit: replace("jobs.prepare.inputs.validation", "validate.outputs.validation", "gate.outputs.decision"),
  },
  "an output that no job fills": { file: PIPELINE, edit: set("outputs.report", { type: "uri_folder" }) },
  "an output renamed in its component": {
    file: component("train"),
    edit: (yaml) => {
      set("outputs.network", { type: "uri_folder" })(yaml);
      without("outputs.model")(yaml);
    },
  },
  "a program that is not there": { file: component("train"), edit: replace("command", "train.cli.ts", "trian.cli.ts") },
  "sources that are not there": { file: component("train"), edit: set("additional_includes.0", "../../package") },
  "an environment without a version": { file: component("gate"), edit: set("environment", "azureml:churn-training") },
  "an optional input that is always read": {
    file: component("release"),
    edit: (yaml) => {
      replace("command", "$[[", "")(yaml);
      replace("command", "]]", "")(yaml);
    },
  },
  "a key that no component has": { file: component("validate"), edit: set("enviroment_variables", {}) },
  "a name with capitals": { file: component("prepare"), edit: set("name", "Prepare-Data") },
  "a route that is missing": { file: SCORING, edit: without("inference_config.readiness_route") },
  "an image and a build": { file: SCORING, edit: set("build", { path: "training" }) },
  "a time-out that is too long": { file: DEPLOYMENT, edit: set("request_settings.request_timeout_ms", 200_000) },
  "instances that are no number": { file: DEPLOYMENT, edit: set("instance_count", "many") },
  "a way to log in that is not there": { file: "endpoints/production.yaml", edit: set("auth_mode", "entra") },
  "a name that no endpoint may have": { file: "endpoints/staging.yaml", edit: set("name", "churn_staging") },
  "data that are not there": { file: "endpoints/customers.yaml", edit: set("type", "csv") },
  "a time zone of another naming": {
    file: "pipelines/drift-schedule.yaml",
    edit: set("trigger.time_zone", "Europe/Berlin"),
  },
  "an input that the drift has not": {
    file: "pipelines/drift-schedule.yaml",
    edit: set("create_job.inputs.vault", "x"),
  },
};

test("each of many mistakes is found", { timeout: 3 * MINUTE }, async ({ skip }) => {
  const found = await validateCopies(Object.values(MISTAKES).map((mistake) => [mistake]));
  if (!found) return skip(NO_SDK);
  const missed = Object.keys(MISTAKES).filter((_, i) => found[i] === "");
  expect(missed).toEqual([]);
});
