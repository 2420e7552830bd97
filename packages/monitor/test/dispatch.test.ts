import { DRIFT_EVENT, DriftPayload, type DriftReport } from "@churn/contracts";
import { readEnvironment } from "@churn/runtime";
import { describe, expect, it } from "vitest";
import { destination, payloadOf, repositoryOf, sendDispatch } from "../src/dispatch.ts";
import { fakeGithub } from "./support/fake-github.ts";

const payload: DriftPayload = {
  modelDigest: "a".repeat(64),
  version: 3,
  rows: 2000,
  at: "2026-01-31T12:00:00.000Z",
  why: ["plan: 10.0 % missing, 0.0 % before"],
};
const token = "ghp_secret";

it("asks the repository to retrain, with the token and the reasons", async () => {
  const { api, received } = await fakeGithub();
  await sendDispatch({ api, repository: "acme/churn", token }, payload);
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({ method: "POST", url: "/repos/acme/churn/dispatches" });
  expect(received[0]?.headers.authorization).toBe(`Bearer ${token}`);
  expect(received[0]?.body).toEqual({ event_type: DRIFT_EVENT, client_payload: payload });
});

describe("what GitHub refuses", () => {
  it.each([
    { status: 401, says: "does not know the token", code: 2 },
    { status: 403, says: "may not send a dispatch", code: 2 },
    { status: 404, says: "GitHub has no acme/churn, or hides it", code: 2 },
    { status: 422, says: "answered 422", code: 3 },
    { status: 500, says: "answered 500", code: 3 },
  ])("is told with $status, without the token", async ({ status, says, code }) => {
    const { api } = await fakeGithub(status);
    const refused = await sendDispatch({ api, repository: "acme/churn", token }, payload).catch((error) => error);
    expect(refused.message).toContain(says);
    expect(refused.exitCode).toBe(code);
    expect(JSON.stringify([refused.message, refused.where, refused.fix])).not.toContain(token);
  });

  it("or does not answer at all", async () => {
    const nowhere = { api: "http://127.0.0.1:9", repository: "acme/churn", token };
    const refused = await sendDispatch(nowhere, payload).catch((error) => error);
    expect(refused).toMatchObject({ code: "UNREACHABLE", message: expect.stringContaining("does not answer") });
  });
});

describe("where it goes", () => {
  it.each([
    { environment: { GITHUB_TOKEN: "a", GH_TOKEN: "b" }, uses: "a" },
    { environment: { GH_TOKEN: "b" }, uses: "b" },
  ])("with the token of $environment", async ({ environment, uses }) => {
    const found = await destination({ ...environment, GITHUB_REPOSITORY: "acme/churn" });
    expect(found).toEqual({ api: "https://api.github.com", repository: "acme/churn", token: uses });
  });

  it("at another GitHub, where one is named", async () => {
    const environment = { GH_TOKEN: "b", GITHUB_REPOSITORY: "a/b", GITHUB_API_URL: "https://github.acme.com/api/v3/" };
    expect((await destination(environment)).api).toBe("https://github.acme.com/api/v3");
  });

  it.each([{ GITHUB_TOKEN: "ghp_sec\nret" }, { GITHUB_TOKEN: "", GH_TOKEN: "ghp_sec\r\nret" }])(
    "nowhere with a token that has a line break, which is not shown",
    async (tokens) => {
      const environment = readEnvironment({ ...tokens, GITHUB_REPOSITORY: "acme/churn" });
      const refused = await destination(environment).catch((error) => error);
      expect([refused.exitCode, refused.message]).toEqual([2, expect.not.stringContaining("ghp_")]);
    },
  );

  it("nowhere at another GitHub without its repository", async () => {
    const environment = { GH_TOKEN: "b", GITHUB_API_URL: "https://github.acme.com/api/v3" };
    await expect(destination(environment)).rejects.toThrow("no repository on GitHub");
  });

  it("nowhere without a token", async () => {
    await expect(destination({ GITHUB_REPOSITORY: "acme/churn" })).rejects.toThrow("there is no token");
  });

  it.each([
    ["https://github.com/acme/churn.git", "acme/churn"],
    ["git@github.com:acme/churn-starter.git", "acme/churn-starter"],
    ["https://github.com/acme/churn", "acme/churn"],
    ["ssh://git@github.com/acme/churn.git", "acme/churn"],
    ["https://x-access-token@github.com/acme/churn", "acme/churn"],
    ["https://gitlab.com/acme/churn.git", undefined],
    ["git@github.acme.com:acme/churn.git", undefined],
    ["https://example.com/github.com/acme/churn", undefined],
    ["/srv/git/acme/churn.git", undefined],
    [null, undefined],
  ])("of the remote %s to %s", (remote, repository) => expect(repositoryOf(remote)).toBe(repository));
});

it("is a payload that the other end takes, however much has drifted", () => {
  const report = {
    reference: { modelDigest: "a".repeat(64), version: null },
    current: { rows: 2000 },
    why: Array.from({ length: 50 }, (_, i) => `${i}${"x".repeat(500)}`),
  } as unknown as DriftReport;
  expect(DriftPayload.parse(payloadOf(report, new Date())).why).toHaveLength(20);
});
