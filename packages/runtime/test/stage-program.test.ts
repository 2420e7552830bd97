import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { stageCommand } from "../src/index.ts";
import { copyStage } from "./fixtures/copy.stage.ts";
import { makeParams } from "./make-params.ts";
import { type MakeFolder, useFolders } from "./support/use-folders.ts";

const makeFolder = useFolders();

const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const program = fileURLToPath(new URL("fixtures/copy.cli.ts", import.meta.url));

type Ended = { code: number | null; stdout: string; stderr: string; at: ReturnType<MakeFolder> };

/** Runs the stage as a process of its own, in a folder where a run before has left its outputs. */
function run(
  ending: string,
  { args = [], files = {} }: { args?: string[]; files?: Record<string, string> } = {},
  onOutput: (child: ChildProcessWithoutNullStreams, at: Ended["at"]) => void = () => {},
) {
  const at = makeFolder({
    "params.yaml": JSON.stringify(makeParams()),
    "recipe.txt": ending,
    "out/folder/old.txt": "old",
    "out/file.json": "old",
    ...files,
  });
  return new Promise<Ended>((resolve) => {
    const options = { cwd: at(), timeout: 15_000, killSignal: "SIGKILL" } as const;
    const child = spawn(process.execPath, ["--import", tsx, program, ...args], options);
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (text) => {
      stdout += text;
      onOutput(child, at);
    });
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    child.on("close", (code) => resolve({ code, stdout, stderr, at }));
  });
}
const filesIn = (at: Ended["at"]) => readdirSync(at(), { recursive: true }).map(String).sort();
const before = ["out", "out/file.json", "out/folder", "out/folder/old.txt", "params.yaml", "recipe.txt"];
const after = before.with(3, "out/folder/copy.txt");
const status = ["artifacts", "artifacts/status", "artifacts/status/copy.json"];
const statusOf = (at: Ended["at"]) => JSON.parse(readFileSync(at("artifacts/status/copy.json"), "utf8"));

// Concurrent, because most of the time goes into starting Node.
describe.concurrent("a stage that ends", () => {
  it("well has exit code 0, new outputs and a status", async ({ expect }) => {
    const began = new Date().toISOString();
    const { code, stderr, at } = await run("well");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(filesIn(at)).toEqual([...status, ...after]);
    const { finishedAt, seconds, ...ended } = statusOf(at);
    expect(ended).toEqual({ stage: "copy", exitCode: 0, message: "" });
    expect(seconds).toBeGreaterThan(0);
    expect(finishedAt > began && finishedAt <= new Date().toISOString()).toBe(true);
  });

  it("saying no has exit code 1, and keeps its outputs", async ({ expect }) => {
    const { code, stderr, at } = await run("saying no");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "CHECK FAILED:\n  - too few rows\n" });
    expect(filesIn(at)).toEqual([...status, ...after]);
    expect(statusOf(at)).toMatchObject({ exitCode: 1, message: "CHECK FAILED:\n  - too few rows" });
  });

  it("with something missing has exit code 3, and says what, where and how to mend it", async ({ expect }) => {
    const { code, stderr, at } = await run("with something missing");
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: "there is no model\n  where: model/\n  mend:  run `train`\n",
    });
    expect(filesIn(at)).toEqual([...status, ...before]);
    expect(statusOf(at)).toMatchObject({ exitCode: 3, message: "there is no model" });
  });

  it("on a full disk has exit code 3, also when its status can't be written", async ({ expect }) => {
    const { code, stderr, at } = await run("on a full disk", { files: { artifacts: "a file in its way" } });
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /^the disk is full; nothing was half-written\n {2}where: \/tmp\/x\n {2}mend: {2}free some space .*\nhow it ended could not be noted: .*artifacts/,
    );
    expect(filesIn(at)).toEqual(["artifacts", ...before]);
  });

  it.for(["with a bug", "with a bug on the side"])(
    "%s has exit code 70, and shows where",
    async (ending, { expect }) => {
      const { code, stderr, at } = await run(ending);
      expect({ code, at: filesIn(at) }).toEqual({ code: 70, at: [...status, ...before] });
      expect(stderr).toMatch(/^This is a bug .*\nTypeError: x is not a function\n {4}at .*copy\.stage\.ts/);
      expect(statusOf(at)).toMatchObject({ exitCode: 70, message: "TypeError: x is not a function" });
    },
  );

  it("by Ctrl-C has exit code 130, and leaves nothing half-written", async ({ expect }) => {
    const { code, stderr, at } = await run("never", {}, (child) => child.kill("SIGINT"));
    expect({ code, stderr }).toEqual({ code: 130, stderr: "" });
    expect(filesIn(at)).toEqual([...status, ...before]);
    expect(statusOf(at)).toMatchObject({ exitCode: 130, message: "interrupted" });
  });

  it("after whoever reads its output has gone ends well all the same", async ({ expect }) => {
    const { code, stderr, at } = await run("after many words", {}, (child) => child.stdout.destroy());
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(filesIn(at)).toEqual([...status, ...after]);
  });

  it("in a folder that somebody has deleted ends all the same", async ({ expect }) => {
    const { code } = await run("never", {}, (child, at) => {
      rmSync(at(), { recursive: true });
      child.kill("SIGINT");
    });
    expect(code).toBe(130);
  });
});

describe.concurrent("a stage's command line", () => {
  it("explains itself", async ({ expect }) => {
    const { code, stdout, at } = await run("well", { args: ["--help"] });
    expect(code).toBe(0);
    for (const text of [
      "copies its recipe",
      "recipe=recipe.txt",
      "folder=out/folder,",
      "file=out/file.json",
      "--params",
    ])
      expect(stdout).toContain(text);
    expect(filesIn(at)).toEqual(before);
  });

  it("says where it reads and writes", async ({ expect }) => {
    const other = makeFolder({ "p.yaml": JSON.stringify(makeParams()), "r.txt": "well" });
    const elsewhere = ["--out", `folder=${other("a=b/folder")}/`, "--params", other("p.yaml")];
    const { code, at } = await run("with a bug", { args: [`--in=recipe=${other("r.txt")}`, ...elsewhere] });
    expect(code).toBe(0);
    expect(readFileSync(other("a=b/folder/copy.txt"), "utf8")).toBe("well");
    expect(readFileSync(at("out/folder/old.txt"), "utf8")).toBe("old");
    expect(readFileSync(at("out/file.json"), "utf8")).toBe("well");
  });

  it.for([
    { args: ["--input", "recipe=x"], says: "error: unknown option '--input'" },
    {
      args: ["--in", "table=x"],
      says:
        "--in table=x: expected NAME=PATH with NAME one of recipe\n" +
        "  where: the command line\n  mend:  for example --in recipe=recipe.txt\n",
    },
  ])("$args is wrong use, exit code 2", async ({ args, says }, { expect }) => {
    const { code, stderr, at } = await run("well", { args });
    expect(code).toBe(2);
    expect(stderr).toContain(says);
    expect(filesIn(at).filter((file) => !status.includes(file))).toEqual(before);
  });
});

// In this process: what a fault in the command line is called.
describe("a stage's command", () => {
  const command = () => stageCommand(copyStage).configureOutput({ writeErr: () => {} });

  it.each([
    { args: ["--in", "recipe"], says: "--in recipe: expected NAME=PATH with NAME one of recipe" },
    { args: ["--in", "recipe="], says: "--in recipe=: expected NAME=PATH with NAME one of recipe" },
    { args: ["--out", "toString=x"], says: "--out toString=x: expected NAME=PATH with NAME one of folder, file" },
    { args: ["--params", "none.yaml"], says: "none.yaml is missing" },
  ])("refuses $args", async ({ args, says }) => {
    await expect(command().parseAsync(args, { from: "user" })).rejects.toMatchObject({ exitCode: 2, message: says });
  });

  it.each([
    { args: ["recipe.txt"], says: /too many arguments/ },
    { args: ["--in"], says: /argument missing/ },
  ])("refuses $args", async ({ args, says }) => {
    await expect(command().parseAsync(args, { from: "user" })).rejects.toThrow(says);
  });
});
