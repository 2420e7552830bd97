import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { environmentWith } from "@churn/runtime";
import { useFolders } from "@churn/runtime/test-support";
import { expect, it } from "vitest";

const makeFolder = useFolders();
const inProject = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const PARAMS = readFileSync(inProject("params.yaml"), "utf8");
const PIN = `outs:\n- md5: ${"a".repeat(32)}\n  size: 1\n  path: customers.csv\n`;

/** A repository with one commit on main. */
function makeProject() {
  const at = makeFolder({ "params.yaml": PARAMS, "data.dvc": PIN });
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=ada", "-c", "user.email=ada@localhost", ...args], { cwd: at() });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "-m", "one");
  return at;
}

function run(program: "report" | "gates", cwd: string, args: string[], env: Record<string, string> = {}) {
  const cli = fileURLToPath(new URL(`../src/${program}.cli.ts`, import.meta.url));
  const options = { cwd, env: environmentWith({ TESTS: "", ...env }) };
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), cli, ...args], options);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  return new Promise<{ exitCode: number | null; output: string }>((resolve) => {
    child.on("close", (exitCode) => resolve({ exitCode, output }));
  });
}

it("the report shows what changed since a revision, before the first push since this commit", async () => {
  const at = makeProject();
  writeFileSync(at("params.yaml"), PARAMS.replace(/epochs: \d+/, "epochs: 1"));
  expect((await run("report", at(), ["--base", "main"])).output).toMatch(/\| train\.epochs \| +\d+ \| +1 \|/);
  const first = await run("report", at(), ["--base", "0".repeat(40)]);
  expect(first.output).toMatch(/\| +this commit \|/);
});

it.each([
  { base: "b".repeat(40), called: "the commit before" },
  { base: "elsewhere", called: "elsewhere" },
])("the report does not take a commit that is not here ($called) for the present one", async ({ base, called }) => {
  const { exitCode, output } = await run("report", makeProject()(), ["--base", base]);
  expect({ exitCode, output }).toEqual({
    exitCode: 0,
    output: expect.stringContaining(`${called} is not here: changes are not shown`),
  });
});

it.each([
  { TESTS: "success", says: "No model was evaluated" },
  { TESTS: "", says: "No model was evaluated" },
  { TESTS: "failure", says: "Unit tests failed" },
])("the report is told by TESTS=$TESTS how the unit tests ended", async ({ TESTS, says }) => {
  const { output } = await run("report", makeProject()(), [], { TESTS });
  expect(output).toMatch(new RegExp(`^## ❌ ${says}`));
});

it("the report takes metrics of another model only when it is told that they come from elsewhere", async () => {
  const at = makeProject();
  mkdirSync(at("metrics"));
  copyFileSync(inProject("metrics/eval_metrics.json"), at("metrics/eval_metrics.json"));
  expect((await run("report", at(), [])).output).toMatch(/^## ❌ No model was evaluated/);
  const told = await run("report", at(), ["--made-elsewhere"]);
  expect(told.output).toMatch(/^## ❌ A model was evaluated, and no gate judged it(.|\n)*ROC AUC/);
});

it("the gates are held against those of a revision, which must have some", async () => {
  const at = makeProject();
  writeFileSync(at("params.yaml"), PARAMS.replace(/roc_auc: 0\.\d+/, "roc_auc: 0.1"));
  expect(await run("gates", at(), [])).toEqual({
    exitCode: 1,
    output: expect.stringMatching(/🔴 weakened: .*→ 0\.1000\nAn owner must agree/),
  });
  expect(await run("gates", at(), ["--beside", "elsewhere"])).toEqual({
    exitCode: 3,
    output: expect.stringMatching(/the gates of elsewhere can't be read(.|\n)*--beside REVISION/),
  });
});
