import { expect, it } from "vitest";
import { writeIn } from "../setup/temporary-folder.ts";
import { fakeGithub } from "./fake-github.ts";
import { repository } from "./repository.ts";
import { runProgram } from "./run-program.ts";

const SHA = "c0ffee";
const pull = (number: number, { sha = SHA, ref = "main", state = "open" } = {}) => ({
  number,
  state,
  head: { sha },
  base: { ref },
});

/** What the first job decides for a feature branch that changed code. */
async function changes(answers: Parameters<typeof fakeGithub>[0]) {
  const event = JSON.stringify({ repository: { default_branch: "main" } });
  const { folder: cwd, git } = repository({ "event.json": event, "params.yaml": "a: 1" });
  git("update-ref", "refs/remotes/origin/main", "HEAD");
  writeIn(cwd, "params.yaml", "a: 2");
  git("commit", "-q", "-a", "-m", "feature");
  const { url } = await fakeGithub(answers);
  const env = {
    GITHUB_API_URL: url,
    GITHUB_EVENT_PATH: `${cwd}/event.json`,
    GITHUB_EVENT_NAME: "push",
    GITHUB_REF: "refs/heads/feature/x",
    GITHUB_SHA: SHA,
  };
  return (await runProgram("workflows/changes", { cwd, env })).outputs;
}

it.each([
  { when: "none is open", pulls: [], train: true },
  { when: "one runs it", pulls: [pull(7)], mergeable: true, train: false },
  { when: "GitHub does not know yet whether one conflicts", pulls: [pull(7)], mergeable: null, train: false },
  { when: "one conflicts with main, and so runs nothing", pulls: [pull(7)], mergeable: false, train: true },
  { when: "one is closed", pulls: [pull(7, { state: "closed" })], mergeable: true, train: true },
  { when: "one goes to another branch", pulls: [pull(7, { ref: "feature/y" })], mergeable: true, train: true },
  { when: "one has gone on", pulls: [pull(7, { sha: "beef" })], mergeable: true, train: true },
])("a feature branch trains: $train, as of pull requests $when", async ({ pulls, mergeable, train }) => {
  const answers = { "GET /commits/c0ffee/pulls": { body: pulls }, "GET /pulls/7": { body: { number: 7, mergeable } } };
  expect(await changes(answers)).toBe(`train=${train}\ncode=true\n`);
});

it("a feature branch trains where GitHub says nothing of pull requests", async () => {
  expect(await changes({ "GET /commits/c0ffee/pulls": { status: 500 } })).toBe("train=true\ncode=true\n");
  const answers = { "GET /commits/c0ffee/pulls": { body: [pull(7)] }, "GET /pulls/7": { status: 500 } };
  expect(await changes(answers)).toBe("train=true\ncode=true\n");
});
