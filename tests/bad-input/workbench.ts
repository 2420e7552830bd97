import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ProjectCopy } from "../support/project-copy.ts";

const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const PROGRAMS = {
  validate: "preprocess/src/validate.cli.ts",
  preprocess: "preprocess/src/preprocess.cli.ts",
  train: "train/src/train.cli.ts",
  evaluate: "evaluate/src/evaluate.cli.ts",
  gate: "evaluate/src/gate.cli.ts",
  release: "register/src/release.cli.ts",
} as const;
export type Program = keyof typeof PROGRAMS;
export type Ended = { exitCode: number | null; stdout: string; stderr: string };

/** A copy of the project with a valid table of 2,000 customers, and folders beside it in which its programs run. */
export class Workbench {
  readonly project = new ProjectCopy();
  /** The valid table, one array of fields a line, its header first. */
  readonly table: readonly string[][];
  readonly #folders = mkdtempSync(join(tmpdir(), "churn bad input "));

  constructor() {
    const data = ["packages/warehouse/src/data.cli.ts", "--refresh", "--as-of", "2026-06-30", "--rows", "2000"];
    const { exitCode, output } = this.project.run("--import", "tsx/esm", ...data);
    if (exitCode !== 0) throw new Error(output);
    this.project.setParam(["train", "epochs"], 2);
    this.project.setParam(["gate", "subscriptions"], { accuracy: 0.5, slices: {} });
    const lines = readFileSync(this.project.path("data/customers.csv"), "utf8").trimEnd().split("\n");
    this.table = lines.map((line) => line.split(","));
  }

  /** A new folder with params.yaml and champion.json in it. */
  folder(): string {
    const folder = mkdtempSync(join(this.#folders, "run "));
    copyFileSync(this.project.path("params.yaml"), join(folder, "params.yaml"));
    copyFileSync(this.project.path("champion.json"), join(folder, "champion.json"));
    return folder;
  }

  command(program: Program): string[] {
    return ["--import", TSX, this.project.path(`packages/${PROGRAMS[program]}`)];
  }

  /** Runs a stage's program as a child process in the folder. */
  run(program: Program, folder: string, ...args: string[]): Promise<Ended> {
    return ended(spawn(process.execPath, [...this.command(program), ...args], { cwd: folder }));
  }

  remove(): void {
    this.project.remove();
    rmSync(this.#folders, { recursive: true, force: true });
  }
}

export function ended(child: ChildProcess): Promise<Ended> {
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text) => {
      texts[name] += text;
    });
  }
  return new Promise((resolve) => child.on("close", (exitCode) => resolve({ exitCode, ...texts })));
}

/** Every file below the folder with its size; what a stage says of how it ended is left out. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((path) => statSync(join(folder, path)).isFile() && !path.startsWith(join("artifacts", "status")))
    .sort();
}

export const csv = (rows: readonly string[][]): string => rows.map((fields) => `${fields.join(",")}\n`).join("");
