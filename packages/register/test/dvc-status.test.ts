import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@churn/runtime/test-support";
import { describe, expect, it } from "vitest";
import { requireUpToDate, stagesBehind } from "../src/dvc-status.ts";

const order = ["validate", "train", "gate", "release"];

describe("stagesBehind", () => {
  it("is empty when nothing has changed", () => expect(stagesBehind({}, order)).toEqual([]));

  it("names each stage in the order of the pipeline, and what changed", () => {
    const status = {
      release: [
        { "changed deps": { "artifacts/model": "modified" } },
        { "changed outs": { "models/churn": "deleted" } },
      ],
      train: [
        { "changed deps": { "packages/model/src": "modified", "params.yaml": { train: "modified", dataset: "new" } } },
        "changed command",
      ],
      "data.dvc": [{ "changed outs": { "data/customers.csv": "modified" } }],
    };
    expect(stagesBehind(status, order)).toEqual([
      "data.dvc: data/customers.csv modified",
      "train: packages/model/src modified, params.yaml (train) modified, params.yaml (dataset) new, changed command",
      "release: artifacts/model modified, models/churn deleted",
    ]);
  });
});

describe("requireUpToDate", () => {
  /** A project with a program that answers in DVC's place. */
  function project(answers: string): string {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "dvc.yaml"), "stages: { train: {}, release: {} }\n");
    mkdirSync(join(folder, "tools"));
    writeFileSync(join(folder, "tools/dvc.mjs"), answers);
    return folder;
  }

  it("is content when DVC finds nothing changed", async () => {
    const folder = project(
      "process.stdout.write(process.argv.slice(2).join() === 'status,--json,--with-deps,release' ? '{}' : '')",
    );
    await expect(requireUpToDate("release", folder)).resolves.toBeUndefined();
  });

  it.each([
    {
      when: "it is not installed",
      answers: "console.error('DVC is not installed yet'); process.exit(3)",
      says: "not installed yet",
    },
    {
      when: "another one holds its lock",
      answers: "console.error('Unable to acquire lock'); process.exit(255)",
      says: "acquire lock",
    },
    { when: "it answers something else", answers: "console.log('hint: …')", says: "hint" },
  ])("says that DVC does not answer when $when", async ({ answers, says }) => {
    const refused = expect(requireUpToDate("release", project(answers))).rejects;
    await refused.toMatchObject({ code: "UNREACHABLE", message: expect.stringContaining(says) });
  });
});
