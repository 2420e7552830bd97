import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@churn/runtime/test-support";
import { expect, it } from "vitest";
import { writeMinimums } from "../src/workflow-minimums.ts";

const TRAIN = `env:
  MINIMUM_ACCURACY: "0.85" # of params.yaml
  MINIMUM_AUC: "0.88"
jobs: { a: { env: { ACCURACY: "0.85" } } }
`;

it.each([
  { of: "both", gates: { accuracy: 0.77, roc_auc: 0.82 }, accuracy: "0.77", auc: "0.82" },
  { of: "one only", gates: { roc_auc: 0.9 }, accuracy: "0", auc: "0.9" },
])("gives the workflows the gates of params.yaml, $of, and touches nothing else", async ({ gates, accuracy, auc }) => {
  const folder = join(temporaryFolder(), "workflows");
  mkdirSync(folder);
  writeFileSync(join(folder, "train.yml"), TRAIN);
  writeFileSync(join(folder, "other.yml"), "name: other\n");
  await writeMinimums(folder, { ...gates, slices: {} });
  const now = TRAIN.replace('ACCURACY: "0.85" #', `ACCURACY: "${accuracy}" #`).replace('AUC: "0.88"', `AUC: "${auc}"`);
  expect(readFileSync(join(folder, "train.yml"), "utf8")).toBe(now);
  expect(readFileSync(join(folder, "other.yml"), "utf8")).toBe("name: other\n");
});

it("is content without workflows", async () => {
  await expect(writeMinimums(join(temporaryFolder(), "none"), { slices: {} })).resolves.toBeUndefined();
});
