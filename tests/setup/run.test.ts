import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { run } from "@churn/tools/process/run.mjs";
import { tail } from "@churn/tools/process/step.mjs";
import { root } from "@churn/tools/project.mjs";
import { describe, expect, test } from "vitest";
import { callTool, cleanEnv, temporaryFolder } from "./temporary-folder.ts";

const node = (script: string, options = {}) => run(process.execPath, ["-e", script], { quiet: true, ...options });

test("gives exit code and output", async () => {
  expect(await node("console.log('out'); process.exitCode = 5")).toEqual({ code: 5, output: "out\n" });
});

test("a program that is not there has code 127", async () => {
  expect(await run("/nowhere/program", [], { quiet: true })).toEqual({ code: 127, output: "" });
});

test("ends what takes too long, with all it started", async () => {
  const started = `require("node:child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"], { stdio: "inherit" })`;
  const { code } = await node(started, { timeoutMs: 500 });
  expect(code).toBe(124);
});

test("hands over each line while it runs", async () => {
  const lines: string[] = [];
  await node("process.stdout.write('one\\ntwo\\n')", { onLine: (line: string) => lines.push(line) });
  expect(lines).toEqual(["one", "two"]);
});

describe.skipIf(process.platform === "win32")("Ctrl-C", () => {
  test("reaches what is running, and ends with 130 and without a stack", async () => {
    const url = (path: string) => JSON.stringify(pathToFileURL(join(root, "tools", path)).href);
    const script = `import { main } from ${url("process/main.mjs")}; import { run } from ${url("process/run.mjs")};
      await main(() => run(process.execPath, ["-e", "console.log('ready'); setTimeout(() => {}, 60_000)"]));`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "pipe"] });
    let errors = "";
    child.stderr.on("data", (data) => {
      errors += data;
    });
    await once(child.stdout, "data");
    child.kill("SIGINT");
    expect(await once(child, "close")).toEqual([130, null]);
    expect(errors).toBe("Interrupted.\n");
  });
});

test("a bug has its stack and exit code 70", () => {
  const { code, stderr } = callTool("project.mjs", "cacheFolder(undefined)", cleanEnv(temporaryFolder()));
  expect(code).toBe(70);
  expect(stderr).toMatch(/TypeError.*\n\s+at /);
});

test("the tail of an output is its last lines", () => {
  expect(tail("a\nb\nc\n", 2)).toBe("  | b\n  | c");
});
