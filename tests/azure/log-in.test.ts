import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { AzureJob, python } from "./azure-job.ts";

const logins = (job: AzureJob) =>
  readFileSync(join(job.az.folder, "calls.jsonl"), "utf8")
    .split("\n")
    .filter((line) => line.includes('"cmd": "login"'));

describe.skipIf(!python)("the login, with a stub az", { timeout: 60_000 }, () => {
  it("rests on a token of the job, which stands in no argument, and is made anew before it is old", async () => {
    const job = new AzureJob();
    const before = { ...process.env };
    onTestFinished(() => {
      process.env = before;
      vi.useRealTimers();
    });
    process.env = await job.env();
    vi.useFakeTimers({ toFake: ["Date"] });
    const { lookUp } = await import("@churn/tools/azure/az.mjs");
    const ask = () => lookUp(["ml", "job", "show", "--name", "nobody's"]);
    expect(await ask()).toBeUndefined();
    vi.setSystemTime(Date.now() + 3 * 60_000);
    await ask();
    expect(logins(job)).toHaveLength(1);
    vi.setSystemTime(Date.now() + 2 * 60_000);
    await ask();
    expect(logins(job)).toHaveLength(2);
    expect(job.audiences).toEqual(["api://AzureADTokenExchange", "api://AzureADTokenExchange"]);
    expect(logins(job).join()).toMatch(
      /"--username": "the-identity", "--tenant": "the-tenant", "--federated-token": "@/,
    );
    expect(logins(job).join()).not.toMatch(/token-\d/);
  });

  it.each([
    {
      when: "the job may not ask for a token",
      env: { ACTIONS_ID_TOKEN_REQUEST_URL: "" },
      exitCode: 2,
      says: "id-token: write",
    },
    {
      when: "GitHub gives none",
      env: { ACTIONS_ID_TOKEN_REQUEST_TOKEN: "of-another" },
      exitCode: 3,
      says: "GitHub answered 401",
    },
    { when: "a variable is not set", env: { AZURE_CLIENT_ID: "" }, exitCode: 2, says: "npm run azure:setup" },
    { when: "there is no az", env: { PATH: "/nowhere" }, exitCode: 3, says: "there is no az here" },
  ])("says what to do when $when", async ({ env, exitCode, says }) => {
    expect(await new AzureJob().run("evaluation", ["a-job"], { env })).toMatchObject({
      exitCode,
      said: expect.stringContaining(says),
    });
  });
});

describe.skipIf(!python)("the extension, with a stub az", { timeout: 60_000 }, () => {
  it("is the pinned one, in the place of another, and tried again where its index fails", async () => {
    const job = new AzureJob();
    job.az.state = {
      endpoints: {},
      models: {},
      jobs: {},
      schedules: {},
      extensions: [{ name: "ml", version: "2.0.0" }],
    };
    job.az.fail("extension add", "Pip failed with status code 1");
    expect(await job.run("extension")).toMatchObject({
      exitCode: 0,
      said: expect.stringMatching(/^az ml [\d.]+ installed\n$/),
    });
    expect(job.az.calls.map(({ cmd }) => cmd)).toEqual([
      "extension list",
      "extension remove",
      "extension add",
      "extension add",
    ]);
    expect(await job.run("extension")).toMatchObject({ said: expect.stringMatching(/is here\n$/) });
  });
});
