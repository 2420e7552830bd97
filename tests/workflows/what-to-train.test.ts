import { whatToTrain } from "@churn/tools/workflows/what-to-train.mjs";
import { expect, it } from "vitest";

const feature = { event: "push", ref: "refs/heads/feature/x" };
const pull = { number: 7 };

it.each<{
  when: string;
  run: { event: string; ref: string };
  files?: string[] | undefined;
  pulls?: object[];
  train: boolean;
  code?: boolean;
  why: RegExp;
}>([
  {
    when: "main is pushed, whatever changed",
    run: { event: "push", ref: "refs/heads/main" },
    files: [],
    train: true,
    why: /always/,
  },
  {
    when: "there is a pull request",
    run: { event: "pull_request", ref: "refs/pull/1/merge" },
    files: [],
    train: true,
    why: /always/,
  },
  {
    when: "somebody asks",
    run: { event: "workflow_dispatch", ref: "refs/heads/feature/x" },
    files: [],
    train: true,
    why: /always/,
  },
  {
    when: "a feature branch changed code",
    run: feature,
    files: ["docs/a.md", "params.yaml"],
    train: true,
    why: /first is params\.yaml/,
  },
  {
    when: "it changed a workflow",
    run: feature,
    files: [".github/workflows/train.yml"],
    train: true,
    why: /train\.yml/,
  },
  {
    when: "it changed a page inside a package",
    run: feature,
    files: ["packages/a/README.md"],
    train: true,
    why: /packages/,
  },
  { when: "git can't say what it changed", run: feature, files: undefined, train: true, why: /not known/ },
  {
    when: "it changed words only",
    run: feature,
    files: ["README.md", "docs/a/b.md", "LICENSE"],
    train: false,
    why: /nothing that training/,
  },
  { when: "it changed nothing", run: feature, files: [], train: false, why: /nothing that training/ },
  {
    when: "an open pull request runs the commit",
    run: feature,
    files: ["params.yaml"],
    pulls: [pull],
    train: false,
    code: true,
    why: /#7/,
  },
])("says $train when $when", async ({ run, files, pulls = [], train, code = train, why }) => {
  const found = await whatToTrain({ ...run, changedFiles: async () => files, pullRequests: async () => pulls });
  expect(found).toEqual({ train, code, why: expect.stringMatching(why) });
});
