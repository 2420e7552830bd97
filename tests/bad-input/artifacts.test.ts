import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "vitest";
import { filesIn, type Program, Workbench } from "./workbench.ts";

let bench: Workbench;
let good: string;
/** After every stage but release has run well: data, params.yaml, artifacts and metrics. */
beforeAll(async () => {
  bench = new Workbench();
  good = bench.folder();
  cpSync(bench.project.path("data"), join(good, "data"), { recursive: true });
  for (const program of ["validate", "preprocess", "train", "evaluate", "gate"] as const) {
    const { exitCode, stderr } = await bench.run(program, good);
    if (exitCode !== 0) throw new Error(`${program}: ${stderr}`);
  }
}, 120_000);
afterAll(() => bench?.remove());

type At = (path: string) => string;
const remove = (path: string) => (at: At) => rmSync(at(path), { recursive: true });
const cut = (path: string) => (at: At) => truncateSync(at(path), 100);
const write = (path: string, text: string | Buffer) => (at: At) => writeFileSync(at(path), text);
const copy = (from: string, to: string) => (at: At) => cpSync(at(from), at(to));
const folderFor = (path: string) => (at: At) => {
  rmSync(at(path), { recursive: true });
  mkdirSync(at(path));
};
const param = (from: string | RegExp, to: string) => (at: At) => {
  const text = readFileSync(at("params.yaml"), "utf8");
  writeFileSync(at("params.yaml"), text.replace(from, to));
};

const FEATURES = "artifacts/features";
const MODEL = "artifacts/model";
const OTHER_CONTRACT = JSON.stringify({ dataset: "telco", columns: [{ kind: "flag", column: "x", missing: null }] });

type Case = {
  when: string;
  programs: Program[];
  spoil: (at: At) => void;
  exitCode: number;
  says: string;
  mend: RegExp;
};
const PREPROCESS = /run `npm run preprocess`/;
const TRAIN = /run `npm run train`/;
const REPRO = /run `npx dvc repro`/;

const cases: Case[] = [
  ...[
    { when: "params.yaml is missing", spoil: remove("params.yaml"), says: "params.yaml is missing" },
    { when: "params.yaml is a folder", spoil: folderFor("params.yaml"), says: "it is a folder, not a file" },
    { when: "params.yaml is empty", spoil: write("params.yaml", ""), says: "params.yaml is empty" },
    { when: "params.yaml is a list", spoil: write("params.yaml", "- a\n"), says: "it holds a list instead of" },
  ].map((one) => ({ ...one, programs: ["validate" as const], exitCode: 2, mend: /git checkout params\.yaml/ })),
  ...[
    {
      when: "a key is misspelt",
      spoil: param("epochs:", "epoch:"),
      says: 'params.yaml is not valid:\n✖ Unrecognized key: "epoch"\n  → at train',
    },
    {
      when: "a value has the wrong type",
      spoil: param(/epochs: .*/, "epochs: many"),
      says: "✖ Invalid input: expected number, received string\n  → at train.epochs",
    },
    {
      when: "the test share is 1.5",
      spoil: param("testFraction: 0.2", "testFraction: 1.5"),
      says: "params.yaml is not valid:\n✖ Too big: expected number to be <1\n  → at preprocess.testFraction",
    },
    {
      when: "the shares leave nothing to train on",
      spoil: param("testFraction: 0.2", "testFraction: 0.95"),
      says: "nothing is left to train on: the two fractions reach 1",
    },
    {
      when: "nobody knows the dataset",
      spoil: param("dataset: subscriptions", "dataset: shop"),
      says: "has no entry for the dataset in use, shop; there is subscriptions",
    },
    { when: "params.yaml is no YAML", spoil: write("params.yaml", "a: [1"), says: "params.yaml is not YAML: " },
  ].map((one) => ({ ...one, programs: ["validate" as const], exitCode: 2, mend: /edit params\.yaml/ })),

  ...[
    { when: "the verdict is missing", spoil: remove("artifacts/validation.json"), says: "it is not there" },
    { when: "the verdict is a list", spoil: write("artifacts/validation.json", "[]"), says: "received array" },
    { when: "the table is another one", spoil: write("data/customers.csv", "a\n"), says: "is not the file that was" },
  ].map((one) => ({ ...one, programs: ["preprocess" as const], exitCode: 3, mend: /run `npm run validate`/ })),

  {
    when: "transformer.json is of another contract",
    programs: ["train", "evaluate"],
    spoil: write(`${FEATURES}/transformer.json`, OTHER_CONTRACT),
    exitCode: 3,
    says: `${FEATURES}/transformer.json was fitted to telco, but params.yaml asks for subscriptions`,
    mend: PREPROCESS,
  },
  {
    when: "transformer.json is of another contract",
    programs: ["release"],
    spoil: write(`${FEATURES}/transformer.json`, OTHER_CONTRACT),
    exitCode: 3,
    says: "the gate's decision was made for other features",
    mend: REPRO,
  },
  {
    when: "transformer.json is cut short",
    programs: ["train", "evaluate"],
    spoil: cut(`${FEATURES}/transformer.json`),
    exitCode: 3,
    says: `${FEATURES}/transformer.json is not whole JSON: `,
    mend: PREPROCESS,
  },
  ...[
    { program: "train" as const, file: "train.parquet", other: "holdout.parquet" },
    { program: "evaluate" as const, file: "test.parquet", other: "holdout.parquet" },
    { program: "evaluate" as const, file: "holdout.parquet", other: "val.parquet" },
  ].flatMap(({ program, file, other }) =>
    [
      {
        when: "missing",
        spoil: remove(`${FEATURES}/${file}`),
        says: `cannot read ${FEATURES}/${file}: it is not there`,
      },
      {
        when: "cut short",
        spoil: cut(`${FEATURES}/${file}`),
        says: `${file} is not the Parquet file that preprocess `,
      },
      {
        when: "another one",
        spoil: copy(`${FEATURES}/${other}`, `${FEATURES}/${file}`),
        says: `${file} is not the Parq`,
      },
    ].map((one) => ({ ...one, when: `${file} is ${one.when}`, programs: [program], exitCode: 3, mend: PREPROCESS })),
  ),

  ...["model.json", "weights.bin"].map((file) => ({
    when: `${file} is missing`,
    programs: ["evaluate" as const],
    spoil: remove(`${MODEL}/${file}`),
    exitCode: 3,
    says: `cannot read ${MODEL}/${file}: it is not there`,
    mend: TRAIN,
  })),
  ...[
    { when: "model.json is cut short", spoil: cut(`${MODEL}/model.json`), says: "model.json is not whole JSON: " },
    {
      when: "model.json is something else",
      spoil: write(`${MODEL}/model.json`, "[1]"),
      says: "model.json does not describe a network",
    },
    { when: "weights.bin is cut short", spoil: cut(`${MODEL}/weights.bin`), says: "weights.bin has 100 bytes, model" },
    {
      when: "weights.bin holds no numbers",
      spoil: (at: At) => writeFileSync(at(`${MODEL}/weights.bin`), readFileSync(at(`${MODEL}/weights.bin`)).fill(0xff)),
      says: "weights.bin holds what is no number",
    },
  ].map((one) => ({ ...one, programs: ["evaluate" as const], exitCode: 3, mend: REPRO })),
  ...["model.json", "weights.bin"].map((file) => ({
    when: `${file} is cut short`,
    programs: ["release" as const],
    spoil: cut(`${MODEL}/${file}`),
    exitCode: 3,
    says: "the gate's decision was made for another network",
    mend: REPRO,
  })),

  ...[
    { when: "the metrics are missing", spoil: remove("metrics/eval_metrics.json"), says: "it is not there" },
    { when: "the metrics are a list", spoil: write("metrics/eval_metrics.json", "[]"), says: "received array" },
    { when: "the slices are cut short", spoil: cut("metrics/slices.json"), says: "is not whole JSON: " },
    { when: "the slices are an object", spoil: write("metrics/slices.json", "{}"), says: "expected array" },
  ].map((one) => ({ ...one, programs: ["gate" as const], exitCode: 3, mend: /run `npm run evaluate`/ })),
  ...[
    { when: "the decision is missing", spoil: remove("artifacts/decision.json"), says: "it is not there" },
    { when: "the decision is a number", spoil: write("artifacts/decision.json", "3"), says: "received number" },
  ].map((one) => ({ ...one, programs: ["release" as const], exitCode: 3, mend: REPRO })),
];

describe.concurrent("a stage", { timeout: 120_000 }, () => {
  const each = cases.flatMap(({ programs, ...rest }) => programs.map((program) => ({ program, ...rest })));

  it.for(each)("$program refuses when $when, and touches nothing", async (given, { expect }) => {
    const folder = bench.folder();
    cpSync(good, folder, { recursive: true });
    given.spoil((path) => join(folder, path));
    const before = filesIn(folder);
    const { exitCode, stderr } = await bench.run(given.program, folder);
    expect({ exitCode, stderr }).toEqual({ exitCode: given.exitCode, stderr: expect.stringContaining(given.says) });
    expect(stderr).toMatch(/\n {2}where: .+\n {2}mend: {2}.+\n$/);
    expect(stderr.split("  mend:  ")[1]).toMatch(given.mend);
    expect(filesIn(folder)).toEqual(before);
  });

  it.for([
    {
      when: "is a folder with something in it",
      place: "metrics",
      says: "metrics holds comparison.json, eval_metrics.json, ",
    },
    { when: "lies below a file", place: "params.yaml/v.json", says: "a file stands where a folder is needed" },
    { when: "holds the run itself", place: "..", says: "which is not of this output; nothing was written there" },
  ])("writes nowhere when the output $when", async ({ place, says }, { expect }) => {
    const folder = bench.folder();
    cpSync(good, folder, { recursive: true });
    const { exitCode, stderr } = await bench.run("validate", folder, "--out", `validation=${place}`);
    expect([2, 3]).toContain(exitCode);
    expect(stderr).toContain(says);
    expect(filesIn(folder)).toEqual(filesIn(good));
    expect(existsSync(folder)).toBe(true);
  });
});
