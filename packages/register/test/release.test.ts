import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleDigests, checkGolden, readBundle } from "@churn/bundle";
import { type Decision, type Golden, PipelineError, RELEASE_FILES, Reference } from "@churn/contracts";
import { loadTensorFlow } from "@churn/model";
import { readParams, writeJson } from "@churn/runtime";
import { temporaryFolder } from "@churn/runtime/test-support";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { releaseStage } from "../src/release.stage.ts";
import { TinyArtifacts } from "./support/tiny-artifacts.ts";
import { makeCustomer, tinyCustomers } from "./support/tiny-dataset.ts";

const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const refusal = (run: Promise<unknown>): Promise<PipelineError> =>
  run.then(
    () => expect.fail("nothing was refused"),
    (error) => error,
  );

let template: TinyArtifacts;
const templateFolder = mkdtempSync(join(tmpdir(), "churn release "));
beforeAll(async () => {
  template = await TinyArtifacts.make(templateFolder);
});
afterAll(() => rmSync(templateFolder, { recursive: true }));
const tinyArtifacts = () => template.copy(temporaryFolder());

describe("a sealed bundle", () => {
  it("holds every file, and its lineage the digest of those that predict", async () => {
    const artifacts = tinyArtifacts();
    const { lineage } = await artifacts.seal();
    for (const name of RELEASE_FILES) expect(readFileSync(join(artifacts.release, name)).length).toBeGreaterThan(0);
    expect((await bundleDigests(artifacts.release)).modelDigest).toBe(lineage.modelDigest);
    expect((await readBundle(artifacts.release)).lineage).toEqual(lineage);
    expect(lineage).toMatchObject({
      data: { md5: "0".repeat(32), pinned: false, meta: {} },
      metrics: { roc_auc: 0.9 },
    });
    expect(Object.keys(lineage.inputs).sort()).toEqual([
      "comparison",
      "decision",
      "eval_metrics",
      "features",
      "model",
      "slices",
    ]);
    expect(lineage.comparison).toEqual({ champion: null, status: "no champion", why: "a test" });
  });

  it("has the same modelDigest when it is sealed again, whatever the documents say", async () => {
    const artifacts = tinyArtifacts();
    await artifacts.seal();
    const again = join(temporaryFolder(), "again");
    await artifacts.seal(again);
    writeFileSync(join(again, "MODEL_CARD.md"), "another card");
    const [first, second] = [await bundleDigests(artifacts.release), await bundleDigests(again)];
    expect(second.modelDigest).toBe(first.modelDigest);
    expect(second.releaseDigest).not.toBe(first.releaseDigest);
  });

  it("says how the model scores the held-out customers", async () => {
    const artifacts = tinyArtifacts();
    const { scored } = await artifacts.seal();
    const { scores } = Reference.parse(json(join(artifacts.release, "reference.json")));
    const [first] = scores?.edges ?? [];
    expect(scores?.rows).toBe(tinyCustomers.length);
    expect(scores?.shares).toHaveLength((scores?.edges.length ?? 0) + 1);
    const below = scored.yScore.filter((score) => score < (first as number)).length;
    expect(scores?.shares[0]).toBeCloseTo(below / tinyCustomers.length, 12);
  });

  it("has golden rows of every kind, without id and label, whose scores come back", async () => {
    const artifacts = tinyArtifacts();
    await artifacts.seal();
    const golden: Golden = json(join(artifacts.release, "golden.json"));
    const rows = golden.map(({ row }) => row);
    for (const row of rows) expect(Object.keys(row)).toEqual(["visits", "plan", "called"]);
    const rare = tinyCustomers.slice(-3).map(({ visits, plan, called }) => ({ visits, plan, called }));
    for (const row of rare) expect(rows).toContainEqual(row);
    expect(rows.length).toBe(8);
    expect(new Set(golden.map(({ score }) => score)).size).toBeGreaterThan(3);
    const { tf } = await loadTensorFlow();
    await expect(checkGolden(artifacts.release, tf)).resolves.toBeUndefined();
  });

  it("has a card that names every input with its unit, range and meaning of a missing value", async () => {
    const artifacts = tinyArtifacts();
    const { lineage } = await artifacts.seal();
    const card = readFileSync(join(artifacts.release, "MODEL_CARD.md"), "utf8");
    expect(card).toContain("| `visits` | visits in a year | integer | visits | 0 to 50 | never \\| came |");
    expect(card).toContain("| `plan` | what the customer pays for | category |  | free, paid | not allowed |");
    expect(card).toContain("| `called` | 1: called support | flag |  | 0 or 1 | nobody wrote it down |");
    expect(card).toContain("| roc_auc | 0.9000 | 0.8500 to 0.9500 |");
    expect(card).toContain("| accuracy | all | 0.9000 | at least 0.5000 |");
    expect(card).toContain("No version was in production to compare it with.");
    expect(card).toContain("| rare \\| slice | 3 | 1 |");
    expect(card).toContain("a score of 0.5 or more");
    expect(card).toContain(lineage.modelDigest);
    expect(card).not.toMatch(/undefined|NaN|\[object/);
  });
});

describe("release refuses", () => {
  const edit = (path: string, change: (value: Decision) => void) => {
    const value = json(path);
    change(value);
    writeJson(path, value);
  };

  it.each<{ when: string; spoil: (a: TinyArtifacts) => unknown; exitCode: number; says: string }>([
    { when: "there is no decision", spoil: (a) => rmSync(a.inputs.decision), exitCode: 3, says: "decision.json" },
    { when: "the gate said no", spoil: (a) => a.judge(false), exitCode: 1, says: "accuracy" },
    {
      when: "a decision says yes in spite of a failed check",
      spoil: async (a) => {
        await a.judge(false);
        edit(a.inputs.decision, (d) => {
          d.passed = true;
          for (const check of d.checks) check.passed = true;
        });
      },
      exitCode: 1,
      says: "accuracy",
    },
    {
      when: "another network was trained since",
      spoil: async (a) => a.writeModel(await a.writeFeatures(tinyCustomers), 2),
      exitCode: 3,
      says: "another network",
    },
    {
      when: "the customers are others since",
      spoil: (a) => a.writeFeatures([...tinyCustomers, makeCustomer({ visits: 50 })]),
      exitCode: 3,
      says: "other features",
    },
    {
      when: "the metrics were edited since",
      spoil: (a) => {
        const path = join(a.inputs.evaluation, "eval_metrics.json");
        writeFileSync(path, readFileSync(path, "utf8").replace("0.9", "0.99"));
      },
      exitCode: 3,
      says: "eval_metrics.json",
    },
    {
      when: "the decision was made with another bar",
      spoil: (a) =>
        edit(a.inputs.decision, (d) => {
          for (const check of d.checks) check.threshold = 0.1;
        }),
      exitCode: 3,
      says: "other gates than params.yaml names",
    },
    {
      when: "the slices were edited since",
      spoil: (a) => writeFileSync(join(a.inputs.evaluation, "slices.json"), "[]"),
      exitCode: 3,
      says: "slices.json",
    },
    {
      when: "the comparison with the champion was edited since",
      spoil: (a) => {
        const path = join(a.inputs.evaluation, "comparison.json");
        writeFileSync(path, readFileSync(path, "utf8").replace("a test", "another"));
      },
      exitCode: 3,
      says: "comparison.json",
    },
    {
      when: "the gate found the model worse than the champion",
      spoil: (a) =>
        edit(a.inputs.decision, (d) => {
          const worse = { difference: -0.1, tolerance: 0.005, pValue: 0.001, passed: false };
          d.championChecks.push({ metric: "roc_auc", slice: "new", ...worse });
        }),
      exitCode: 1,
      says: "roc_auc in slice new",
    },
    {
      when: "the features are of another dataset",
      spoil: (a) => edit(join(a.inputs.features, "split.json"), (split) => Object.assign(split, { dataset: "other" })),
      exitCode: 3,
      says: "other features",
    },
    {
      when: "the held-out features are not there",
      spoil: (a) => rmSync(join(a.inputs.features, "test.parquet")),
      exitCode: 3,
      says: "test.parquet",
    },
  ])("when $when", async ({ spoil, exitCode, says }) => {
    const artifacts = tinyArtifacts();
    await spoil(artifacts);
    const error = await refusal(artifacts.seal());
    expect(error).toBeInstanceOf(PipelineError);
    expect(error.message).toContain(says);
    expect(error.exitCode).toBe(exitCode);
    expect(error.fix).not.toBe("");
  });

  it("raw rows that score otherwise than the judged features do", async () => {
    const [artifacts, other] = [tinyArtifacts(), tinyArtifacts()];
    await other.writeFeatures(tinyCustomers.map((customer) => ({ ...customer, visits: (customer.visits ?? 0) + 9 })));
    const holdout = "holdout.parquet";
    writeFileSync(join(artifacts.inputs.features, holdout), readFileSync(join(other.inputs.features, holdout)));
    await artifacts.judge();
    const error = await refusal(artifacts.seal());
    expect(error.message).toMatch(/score otherwise .* row 1 scores/);
    expect(error.exitCode).toBe(1);
  });

  it("a missing decision before it looks at anything else", async () => {
    const params = await readParams(fileURLToPath(new URL("../../../params.yaml", import.meta.url)));
    const inputs = Object.fromEntries(Object.keys(releaseStage.inputs).map((name) => [name, "no/such/place"]));
    const run = releaseStage.run({ inputs: inputs as never, outputs: { release: "no/such/release" }, params });
    expect((await refusal(run)).exitCode).toBe(3);
  });
});

describe("a bundle that was changed after its release", () => {
  it.each(["signature.json", "weights.bin", "golden.json", "reference.json"])("is refused: %s", async (name) => {
    const artifacts = tinyArtifacts();
    await artifacts.seal();
    writeFileSync(join(artifacts.release, name), `${readFileSync(join(artifacts.release, name), "utf8")} `);
    expect((await refusal(readBundle(artifacts.release))).message).toContain("was changed after its release");
  });

  it("is refused when a file is gone", async () => {
    const artifacts = tinyArtifacts();
    await artifacts.seal();
    rmSync(join(artifacts.release, "reference.json"));
    expect((await refusal(readBundle(artifacts.release))).exitCode).toBe(3);
  });

  it("does not answer its golden rows, even where somebody wrote the new digest down", async () => {
    const artifacts = tinyArtifacts();
    await artifacts.seal();
    const path = join(artifacts.release, "golden.json");
    const golden: Golden = json(path);
    writeJson(
      path,
      golden.map((expected, i) => (i === 3 ? { ...expected, score: expected.score + 0.01 } : expected)),
    );
    const { tf } = await loadTensorFlow();
    expect((await refusal(checkGolden(artifacts.release, tf))).message).toContain("row 4 scores");
  });
});
