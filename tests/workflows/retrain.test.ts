import {
  proposalByHand,
  proposalOf,
  supersededBy,
  whetherToFetch,
  whyUnchanged,
} from "@churn/tools/workflows/retrain.mjs";
import { describe, expect, it } from "vitest";

const branch = "retrain/2026-11-22";
const today = "2026-11-22";
const pin = { meta: { dataset: "some", as_of: "2026-06-30" } };
const plan = (other: object) =>
  whetherToFetch({ event: "schedule", asked: "", today, pin, retrained: [] as string[], ...other });

describe("whether to fetch", () => {
  it.each([
    { when: "it is Sunday", asOf: today },
    { when: "somebody asks for a day", event: "workflow_dispatch", asked: "2026-09-30", asOf: "2026-09-30" },
    { when: "there is drift", event: "repository_dispatch", asOf: today },
    { when: "the last retrain on drift was a week ago", event: "repository_dispatch", retrained: ["2026-11-15"] },
    { when: "there is a branch that is named after no day", event: "repository_dispatch", retrained: ["2026-11-99"] },
    { when: "it is Sunday after a retrain on drift", retrained: ["2026-11-21"] },
    { when: "the pin knows days to come", event: "repository_dispatch", pin: { meta: { as_of: "2030-01-01" } } },
  ])("yes when $when", ({ asOf = today, ...facts }) => {
    expect(plan(facts)).toMatchObject({ fetch: true, asOf });
  });

  it.each([
    { when: "drift goes on while a retrain waits", event: "repository_dispatch", retrained: ["2026-11-16"] },
    {
      when: "drift goes on after one was merged",
      event: "repository_dispatch",
      pin: { meta: { as_of: "2026-11-22" } },
    },
  ])("no when $when", (facts) => {
    expect(plan(facts)).toMatchObject({ fetch: false, why: expect.stringMatching(/merge it, or deploy it/) });
  });

  it("no for a table that no warehouse has, and names the command", () => {
    const { fetch, why } = plan({ pin: { meta: { dataset: "telco", source: "some.csv" } } });
    expect(fetch).toBe(false);
    expect(why).toContain("npm run data -- --dataset telco --from FILE --refresh");
  });

  it.each(["30.9.2026", "2026-02-30", "2026-09-30; rm", "main"])("stops at %s, which is no day", (asked) => {
    expect(() => plan({ asked })).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});

describe("an unchanged table", () => {
  it.each([
    { onMain: "a", onBranch: undefined, says: /the one that main was trained on/ },
    { onMain: "b", onBranch: "a", says: /merge it; or .*git push origin --delete retrain\/2026-11-22/ },
    { onMain: "b", onBranch: "c", says: undefined },
    { onMain: "b", onBranch: undefined, says: undefined },
  ])("is found on main ($onMain) or on the branch ($onBranch)", ({ says, ...md5 }) => {
    const why = whyUnchanged({ branch, table: "a", ...md5 });
    if (says) expect(why).toMatch(says);
    else expect(why).toBeUndefined();
  });
});

describe("the proposal", () => {
  it("names the run, the version and the way out of a conflict, and has room for its end", () => {
    const { title, body } = proposalOf({ branch, run: "https://run", version: 4, report: "x".repeat(70_000) });
    expect(title).toBe("Retrain as of 2026-11-22");
    expect(body).toMatch(/https:\/\/run(.|\n)*version 4(.|\n)*as-of=2026-11-22(.|\n)*xxx\n\n…$/);
    expect(body.length).toBeLessThan(65_536);
  });

  it("is a command where no token may make it", () => {
    expect(proposalByHand({ branch, run: "https://run", version: 4 })).toMatch(
      /Version 4(.|\n)*gh pr create --base main --head retrain\/2026-11-22 .*https:\/\/run/,
    );
  });

  it("takes the place of those of earlier days, and of nothing else", () => {
    const at = (ref: string, full_name = "acme/churn") => ({ head: { ref, repo: { full_name } } });
    const older = at("retrain/2026-11-15");
    const others = [at(branch), at("retrain/2026-12-01"), at("feature/x"), at("retrain/mine")];
    const foreign = [at("retrain/2026-11-15", "stranger/churn"), { head: { ref: "retrain/2026-11-15", repo: null } }];
    expect(supersededBy(branch, [older, ...others, ...foreign], "acme/churn")).toEqual([older]);
  });
});
