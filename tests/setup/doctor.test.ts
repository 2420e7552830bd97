import { execFileSync } from "node:child_process";
import { withoutCredentials } from "@churn/tools/doctor/checks.mjs";
import { schedule } from "@churn/tools/doctor/schedule-check.mjs";
import { expect, test } from "vitest";
import { cleanEnv, temporaryFolder } from "./temporary-folder.ts";

test.each([
  { address: "http://127.0.0.1:5000/", shown: "http://127.0.0.1:5000" },
  { address: "https://ada:s3cret@example.org/mlflow?token=s3cret", shown: "https://example.org/mlflow" },
  { address: "azureml://s3cret.region/workspace", shown: undefined },
  { address: "s3cret", shown: undefined },
])("the doctor shows of $address what is no secret", ({ address, shown }) => {
  expect(withoutCredentials(address)).toBe(shown);
});

test.each([
  { days: 60, state: "ok" },
  { days: 62, state: "note" },
])("after $days quiet days the schedule is $state, with the command that starts it again", async ({ days, state }) => {
  const folder = temporaryFolder({ ".github/workflows/scheduled-retrain.yml": "" });
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, env: cleanEnv(folder) });
  git("init", "-q");
  git("-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "-q", "--allow-empty", "-m", "the last");
  const answer = await schedule(folder, Date.now() + days * 24 * 60 * 60 * 1000);
  expect(answer).toMatchObject({ state, text: expect.stringMatching(/60 quiet days/) });
  expect(JSON.stringify(answer)).toContain("gh workflow enable scheduled-retrain.yml");
});
