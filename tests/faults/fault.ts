import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { parseDocument } from "yaml";
import type { ProjectCopy } from "../support/project-copy.ts";

/** In this order: `report` is what a reviewer sees before anything runs. */
export const STEPS = ["report", "validate", "preprocess", "train", "evaluate", "gate", "release", "register"] as const;
export type Step = (typeof STEPS)[number];

/** A project in which everything has run well, to be spoiled, and another run beside it to take parts from. */
export type Spoiled = { readonly project: ProjectCopy; readonly other: ProjectCopy };
export type Change = (spoiled: Spoiled) => void;

export type Harmless = {
  /** What somebody did, in one sentence. */
  readonly did: string;
  readonly change: Change | readonly Change[];
  /** The first step that runs afterwards; absent: validate. */
  readonly from?: Step;
  /** Belongs to the part of the suite that `npm test` runs. */
  readonly quick?: true;
};
export type Fault = Harmless & {
  readonly stoppedAt: Step;
  /** Words that the message must contain, so that it names what was done. */
  readonly says: string | RegExp;
};

export type Row = Record<string, string>;

/** Rewrites data/customers.csv; `rows` gets every row as text by column, in the order of the file. */
export const table =
  (rows: (all: Row[]) => Row[]): Change =>
  ({ project }) => {
    const [header, ...lines] = readFileSync(project.path("data/customers.csv"), "utf8").trimEnd().split("\n");
    const names = (header as string).split(",");
    const all = lines.map((line) => {
      const fields = line.split(",");
      return Object.fromEntries(names.map((name, i) => [name, fields[i] as string]));
    });
    const changed = rows(all);
    const columns = Object.keys(changed[0] as Row);
    const text = [columns, ...changed.map((row) => columns.map((name) => row[name] ?? ""))].join("\n");
    writeFileSync(project.path("data/customers.csv"), `${text}\n`);
  };

/** Writes another value into one column of every row. */
export const column = (name: string, value: (value: string, row: Row, place: number) => string | number): Change =>
  table((rows) => rows.map((row, i) => ({ ...row, [name]: String(value(row[name] ?? "", row, i)) })));

/** Replaces text in a file, which must be there. */
export const edit =
  (path: string, from: string | RegExp, to: string): Change =>
  ({ project }) => {
    const before = readFileSync(project.path(path), "utf8");
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${path} does not contain ${from}`);
    writeFileSync(project.path(path), after);
  };

/** Adds a feature to the contract, before the target. */
export const contractColumn = (name: string, described: string): Change =>
  edit(
    "packages/contracts/src/datasets/subscriptions.ts",
    "    churn: {",
    `    ${name}: { role: "feature", ${described}, description: "new" },\n    churn: {`,
  );

export const param =
  (path: readonly string[], value: unknown): Change =>
  ({ project }) => {
    if (value !== undefined) return project.setParam([...path], value);
    const document = parseDocument(readFileSync(project.path("params.yaml"), "utf8"));
    document.deleteIn(path);
    writeFileSync(project.path("params.yaml"), document.toString());
  };

/** Runs a program in the project, which must end well. */
export const program =
  (...args: string[]): Change =>
  ({ project }) => {
    const { exitCode, output } = project.run("--import", "tsx/esm", ...args);
    if (exitCode !== 0) throw new Error(output);
  };

/** Puts the model of the good run into production. */
export const champion: Change = ({ project }) => {
  cpSync(project.path("models/churn"), project.path("artifacts/champion"), { recursive: true });
  const { modelDigest } = project.json("models/churn/lineage.json");
  writeFileSync(project.path("champion.json"), JSON.stringify({ champion: { version: 1, modelDigest } }));
};

/** Takes a file or folder of another run: newer customers, another seed. */
export const fromOtherRun =
  (path: string): Change =>
  ({ project, other }) =>
    cpSync(other.path(path), project.path(path), { recursive: true });

/** Numbers in [0, 1), the same in every run. */
export const random = (seed: number, place: number): number => {
  let z = Math.imul((seed * 1_000_003 + place) ^ 0x9e3779b9, 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return ((z ^ (z >>> 16)) >>> 0) / 2 ** 32;
};
