import { userInfo } from "node:os";
import { expect, it } from "vitest";
import { whoRuns } from "../src/who-runs.ts";

it("whoRuns names the user, and in CI the run and who started it", () => {
  expect(whoRuns({})).toBe(userInfo().username);
  const run = {
    GITHUB_RUN_ID: "17",
    GITHUB_SERVER_URL: "https://git.example",
    GITHUB_REPOSITORY: "ada/churn",
    GITHUB_ACTOR: "ada",
  };
  expect(whoRuns(run)).toBe("CI run https://git.example/ada/churn/actions/runs/17, started by ada");
});
